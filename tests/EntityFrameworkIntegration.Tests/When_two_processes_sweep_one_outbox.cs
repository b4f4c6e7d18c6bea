using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_two_processes_sweep_one_outbox(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task they_share_the_rows()
    {
        const int Rows = 600;
        await using (var mute = await TollHost.StartAsync(database, new TollHostSettings
        {
            Outbox = new OutboxOptions { FailureDelay = TimeSpan.FromMinutes(10), ConfigureSend = _ => throw new InvalidOperationException("mute") },
        }))
        {
            await using var scope = mute.Services.CreateAsyncScope();
            await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open();
            for (var i = 0; i < Rows; i++)
                await session.PublishAsync(new CrossingRecorded(Guid.CreateVersion7()), TestContext.Current.CancellationToken);
            await session.CommitAsync(TestContext.Current.CancellationToken);
            await Eventually.ShouldAsync(
                async () => await database.ScalarAsync<long>("select count(*) from outbox where attempts = 1") == Rows, "the rows to be put back");
        }

        // Few at a time, so that neither has taken them all before the other looks.
        var settings = new TollHostSettings { Outbox = new OutboxOptions { InFlightLimit = 5, MemoryLimit = 20, SweepInterval = TimeSpan.FromMilliseconds(10) } };
        await using var one = await TollHost.StartAsync(database, settings);
        await using var other = await TollHost.StartAsync(database, settings);
        await database.ExecuteAsync("update outbox set leased_until = now()");
        await database.UntilOutboxIsEmptyAsync();
        await Eventually.ShouldAsync(
            () => Task.FromResult(one.Sightings.With<CrossingRecorded>().Count + other.Sightings.With<CrossingRecorded>().Count >= Rows), "every row to be received");

        var (ofOne, ofOther) = (one.Sightings.With<CrossingRecorded>(), other.Sightings.With<CrossingRecorded>());
        ofOne.ShouldNotBeEmpty();
        ofOther.ShouldNotBeEmpty();
        (ofOne.Count + ofOther.Count).ShouldBe(Rows);
        ofOne.Concat(ofOther).Select(sighting => sighting.MessageId).Distinct().Count().ShouldBe(Rows);
    }

    [Fact]
    public async Task what_one_published_reaches_those_who_consume_its_interface_when_the_other_sends_it()
    {
        var crossingId = Guid.CreateVersion7();
        await using (var mute = await TollHost.StartAsync(database, new TollHostSettings
        {
            Outbox = new OutboxOptions { FailureDelay = TimeSpan.FromMinutes(10), ConfigureSend = _ => throw new InvalidOperationException("mute") },
        }))
        {
            await using var scope = mute.Services.CreateAsyncScope();
            await using var session = scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open();
            await session.PublishAsync(new FineIssued(crossingId), TestContext.Current.CancellationToken);
            await session.CommitAsync(TestContext.Current.CancellationToken);
            await Eventually.ShouldAsync(async () => await database.ScalarAsync<long>("select count(*) from outbox where attempts = 1") == 1, "the row to be put back");
        }

        // It has never published a fine.
        await using var other = await TollHost.StartAsync(database);
        await database.ExecuteAsync("update outbox set leased_until = now()");

        var context = (await other.Sightings.UntilAsync<IFineIssued>(fine => fine.CrossingId == crossingId)).Context;

        var departure = MessageTiming.Parse(context.ReceiveContext.TransportHeaders.Get<string>(MessageTiming.Header)).ShouldNotBeNull().Departure;
        departure.Commit.ShouldBeNull("only the one that wrote it knows");
        departure.Outbox.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }
}
