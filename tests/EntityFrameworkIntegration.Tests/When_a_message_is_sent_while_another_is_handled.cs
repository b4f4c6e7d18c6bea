using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_message_is_sent_while_another_is_handled(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task it_arrives_after_the_commit()
    {
        await using var host = await TollHost.StartAsync(database);
        var early = 0;
        host.Sightings.OnSeen = async sighting =>
        {
            if (sighting.Message is CrossingRecorded recorded
                && await database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", recorded.CrossingId) == 0)
                Interlocked.Increment(ref early);
        };

        var crossings = Enumerable.Range(0, 100).Select(_ => Guid.CreateVersion7()).ToList();
        await Task.WhenAll(crossings.Select(crossing => host.SendAsync("recorder", new RecordCrossing(crossing))));
        await Eventually.ShouldAsync(
            () => Task.FromResult(host.Sightings.Of<CrossingRecorded>().Count == 100), "100 crossings to be recorded",
            describe: () => Task.FromResult($"{host.Sightings.Of<CrossingRecorded>().Count}"));

        early.ShouldBe(0);
    }

    [Fact]
    public async Task it_is_not_even_a_row_before_the_commit()
    {
        await using var host = await TollHost.StartAsync(database);
        var (handling, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Trouble.Arrange<RecordCrossing>(async (_, _) =>
        {
            handling.SetResult();
            await release.Task;
        });
        var crossingId = Guid.CreateVersion7();

        await host.SendAsync("recorder", new RecordCrossing(crossingId));
        await handling.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        (await database.OutboxAsync()).ShouldBe(0);
        host.Sightings.Of<CrossingRecorded>().ShouldBeEmpty();
        release.SetResult();
        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId);
    }
}
