using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_round_trips_and_commits_are_counted(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task a_message_alone_costs_one_commit_and_three_round_trips_or_two_when_nothing_has_to_be_verified()
    {
        await using var host = await TollHost.StartAsync(database);
        using var roundTrips = new RoundTrips(database.Name);
        var gateId = await host.OpenGateAsync(database);
        await database.UntilOutboxIsEmptyAsync();

        roundTrips.Clear();
        await host.ToGateAsync(new CarArrived(gateId, "C-1"), gateId);
        await host.Deliveries.UntilAsync(gateId, 1);
        roundTrips.Handling.Count(IsOurs).ShouldBe(3, string.Join("\n---\n", roundTrips.Handling));
        roundTrips.Commits.ShouldBe(1);

        var crossingId = Guid.CreateVersion7();
        roundTrips.Clear();
        await host.SendAsync("recorder", new RecordCrossing(crossingId), crossingId);
        await host.Deliveries.UntilAsync(crossingId, 1);
        roundTrips.Handling.Count(IsOurs).ShouldBe(2, string.Join("\n---\n", roundTrips.Handling));
        roundTrips.Commits.ShouldBe(1);
    }

    [Fact]
    public async Task with_many_in_flight_they_share_commits()
    {
        const int Messages = 1000;
        await using var host = await TollHost.StartAsync(database, new TollHostSettings { Observed = false });
        using var roundTrips = new RoundTrips(database.Name);
        await SendAsync(100);
        await Eventually.ShouldAsync(() => Task.FromResult(host.Deliveries.Total >= 100), "the first 100 messages to be handled");

        roundTrips.Clear();
        await SendAsync(Messages);
        await Eventually.ShouldAsync(() => Task.FromResult(host.Deliveries.Total >= Messages + 100), "all messages to be handled");
        var commits = roundTrips.Commits;
        await database.UntilOutboxIsEmptyAsync();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{(double)commits / Messages:0.000} commits per message; the dispatcher needed {roundTrips.Dispatch.Count} statements for {Messages} messages");
        ((double)commits / Messages).ShouldBeLessThanOrEqualTo(0.25);
        ((double)roundTrips.Dispatch.Count / Messages).ShouldBeLessThanOrEqualTo(0.1);

        Task SendAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => host.SendAsync("recorder", new RecordCrossing(Guid.CreateVersion7()))));
    }

    /// <summary>The tests' own looks at the database go through the same driver.</summary>
    static bool IsOurs(string statement) => !statement.StartsWith("select count(*)", StringComparison.Ordinal) && !statement.StartsWith("select version, cars", StringComparison.Ordinal);
}
