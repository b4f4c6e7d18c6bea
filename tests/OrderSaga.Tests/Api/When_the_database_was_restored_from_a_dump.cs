using System.Globalization;
using System.Text;
using Sagas.OrderSaga.Maintenance;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_the_database_was_restored_from_a_dump
{
    [Fact]
    public async Task No_host_starts_before_the_order_of_its_events_is_restored()
    {
        await using var host = new OrderSagaHost();
        await host.InitializeAsync();
        using (var body = new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"))
            (await host.Client.PostAsync("/orders", body, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        // As in a cluster that has given fewer transaction ids than the one that was dumped.
        await host.Database.ExecuteAsync("update events set xid = (pg_current_xact_id()::text::bigint + 1000000)::text::xid8");

        (await Should.ThrowAsync<InvalidOperationException>(async () => await host.StartAnotherAsync())).Message.ShouldContain("restore-events");

        var output = new StringWriter(CultureInfo.InvariantCulture);
        (await RestoreEvents.RunAsync(host.Services, output, TestContext.Current.CancellationToken)).ShouldBe(0, output.ToString());
        output.ToString().ShouldStartWith("1 events are in the order that they had");
        await host.StartAnotherAsync();
    }

    [Fact]
    public async Task A_dump_of_an_older_release_has_not_all_the_tables()
    {
        await using var host = new OrderSagaHost();
        await host.InitializeAsync();
        await host.Database.ExecuteAsync("drop table projection_replays");

        var output = new StringWriter(CultureInfo.InvariantCulture);
        (await RestoreEvents.RunAsync(host.Services, output, TestContext.Current.CancellationToken)).ShouldBe(0, output.ToString());
    }
}
