using MassTransit;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_three_of_a_group_of_fifty_cannot_commit(TollDatabase database) : IClassFixture<TollDatabase>
{
    const int Good = 47;

    [Fact]
    public async Task the_others_do_and_each_of_the_three_gets_its_own_answer()
    {
        // The writer waits for as long as the test takes to let the others come.
        await using var host = await TollHost.StartAsync($"{database.ConnectionString};Options=-c lock_timeout=60s", new TollHostSettings { Retries = 3 });
        var (good, stale, repeated) = (NewIds(Good), Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var gateId in (Guid[])[.. good, stale, repeated])
            await database.ExecuteAsync("insert into gates values ($1, 1, 'Open', 0, null)", gateId);
        var existing = Guid.CreateVersion7();
        await database.ExecuteAsync("insert into crossings values ($1)", existing);

        await using (var writer = await HeldWriterAsync(host))
        {
            var before = host.Visits.Saved;
            await Task.WhenAll(good.Select(gateId => host.ToGateAsync(new CarArrived(gateId, "G-1"), gateId)));
            await host.ToGateAsync(new CarArrived(stale, "S-1"), stale);
            await host.ToGateAsync(new CarArrived(repeated, "R-1"), repeated);
            await host.SendAsync("recorder", new RecordCrossing(existing), existing);
            await Eventually.ShouldAsync(() => Task.FromResult(host.Visits.Saved >= before + Good + 3), "fifty units to wait for the writer");

            // While they wait, one gate moves on, and another's message is handled elsewhere.
            await database.ExecuteAsync("update gates set version = version + 1 where gate_id = $1", stale);
            await database.ExecuteAsync("insert into inbox (message_id, consumer_id) select $1, consumer_id from inbox where message_id = $2", repeated, writer.MessageId);
        }

        foreach (var gateId in (Guid[])[.. good, stale, repeated])
            await host.Deliveries.UntilAsync(gateId, 1);
        foreach (var gateId in good)
            (await database.GateAsync(gateId)).ShouldBe((2, 1, "Open"));
        (await database.GateAsync(stale)).ShouldBe((3, 1, "Open"), "it was handled again, on what the gate had become");
        (await database.GateAsync(repeated)).ShouldBe((1, 0, "Open"), "it was handled elsewhere");
        var fault = await host.Sightings.UntilAsync<Fault<RecordCrossing>>(fault => fault.Message.CrossingId == existing);
        ((Fault<RecordCrossing>)fault.Message).Exceptions.ShouldHaveSingleItem().Message.ShouldContain("crossings_pkey");
        (await database.InboxAsync(existing)).ShouldBe(0);
        host.Sightings.With<Fault<CarArrived>>().ShouldBeEmpty();
        await database.UntilOutboxIsEmptyAsync();
    }

    /// <summary>The writer waits with a message of its own, so that what comes now gathers for its next transaction.</summary>
    async Task<HeldWriter> HeldWriterAsync(TollHost host)
    {
        var gateId = await host.OpenGateAsync(database);
        await host.ToGateAsync(new CarArrived(gateId, "W-1"), gateId);
        await host.Deliveries.UntilAsync(gateId, 1);
        await database.UntilOutboxIsEmptyAsync();
        var saved = host.Visits.Saved;
        var held = new HeldWriter(await HeldGate.HoldAsync(database, gateId), gateId);
        await host.ToGateAsync(new CarArrived(gateId, "W-2"));
        await Eventually.ShouldAsync(() => Task.FromResult(host.Visits.Saved > saved), "the first message to reach the writer");
        return held;
    }

    static List<Guid> NewIds(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    /// <summary>Letting it go lets the writer go on.</summary>
    /// <param name="gate">What the writer waits for.</param>
    /// <param name="messageId">A message that the same consumer has handled.</param>
    sealed class HeldWriter(HeldGate gate, Guid messageId) : IAsyncDisposable
    {
        public Guid MessageId => messageId;

        public ValueTask DisposeAsync() => gate.DisposeAsync();
    }
}
