using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_the_inbox_need_not_remember_any_more(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task messages_older_than_the_window_are_forgotten_and_no_others()
    {
        await using var host = TollHost.Build(database.ConnectionString, new TollHostSettings
        {
            ConfigureOutbox = outbox =>
            {
                outbox.DuplicateDetectionWindow = TimeSpan.FromHours(2);
                outbox.QueryMessageLimit = 2;
            },
        });
        await database.ExecuteAsync("""
            insert into inbox (message_id, consumer_id, handled_at)
            select gen_random_uuid(), gen_random_uuid(), now() - age * interval '1 hour' from unnest(array[0, 1, 3, 4, 5, 6, 7]) as age
            """);

        await Cleanups(host).ShouldHaveSingleItem().CleanAsync(TestContext.Current.CancellationToken);

        (await database.ScalarAsync<long>("select count(*) from inbox")).ShouldBe(2);
    }

    [Fact]
    public async Task a_process_that_leaves_it_to_others_does_not_forget()
    {
        await using var host = TollHost.Build(database.ConnectionString, new TollHostSettings { ConfigureOutbox = outbox => outbox.DisableInboxCleanupService() });

        Cleanups(host).ShouldBeEmpty();
    }

    static IEnumerable<InboxCleanup<TollDbContext>> Cleanups(TollHost host) => host.Services.GetServices<IHostedService>().OfType<InboxCleanup<TollDbContext>>();
}
