using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_session_is_used(TollDatabase database) : IClassFixture<TollDatabase>
{
    [Fact]
    public async Task its_commit_writes_sends_publishes_and_arms()
    {
        await using var host = await TollHost.StartAsync(database);
        await using var scope = host.Services.CreateAsyncScope();
        var (crossingId, gateId) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var messageId = Guid.CreateVersion7();

        await using (var session = Open(scope))
        {
            session.UnitOfWork.Write(Crossings.Instance, crossingId);
            await session.SendAsync(new("exchange:gates"), new OpenGate(gateId), context => context.MessageId = messageId, TestContext.Current.CancellationToken);
            await session.PublishAsync(new CrossingRecorded(crossingId), TestContext.Current.CancellationToken);
            await session.ScheduleAsync(
                new("exchange:gates"), DateTimeOffset.UnixEpoch.AddYears(100), gateId, new ClosingTime(gateId), TestContext.Current.CancellationToken);
            (await database.OutboxAsync()).ShouldBe(0);
            await session.CommitAsync(TestContext.Current.CancellationToken);
        }

        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId);
        await host.Sightings.UntilAsync<GateOpened>(opened => opened.GateId == gateId);
        (await database.InboxAsync(messageId)).ShouldBe(1);
        (await CrossingsAsync(crossingId)).ShouldBe(1);
        (await database.ScalarAsync<DateTime>("select due_at from outbox where token = $1", gateId)).Year.ShouldBe(2070);
        await database.ExecuteAsync("delete from outbox");
    }

    [Fact]
    public async Task its_messages_come_from_whom_it_speaks_for()
    {
        await using var host = await TollHost.StartAsync(database);
        await using var scope = host.Services.CreateAsyncScope();
        var crossingId = Guid.CreateVersion7();

        await using (var session = Open(scope, new Uri("exchange:toll-house")))
        {
            await session.PublishAsync(new CrossingRecorded(crossingId), TestContext.Current.CancellationToken);
            await session.CommitAsync(TestContext.Current.CancellationToken);
        }

        var recorded = await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossingId);
        recorded.Context.SourceAddress.ShouldBe(new Uri("exchange:toll-house"));
    }

    [Fact]
    public async Task disposed_without_a_commit_it_does_nothing()
    {
        await using var host = await TollHost.StartAsync(database);
        await using var scope = host.Services.CreateAsyncScope();
        var crossingId = Guid.CreateVersion7();

        await using (var session = Open(scope))
        {
            session.UnitOfWork.Write(Crossings.Instance, crossingId);
            await session.PublishAsync(new CrossingRecorded(crossingId), TestContext.Current.CancellationToken);
            await session.UnitOfWork.ConnectAsync(TestContext.Current.CancellationToken);
        }

        (await CrossingsAsync(crossingId)).ShouldBe(0);
        (await database.OutboxAsync()).ShouldBe(0);
        host.Sightings.Of<CrossingRecorded>().ShouldBeEmpty();
    }

    [Fact]
    public async Task a_conflict_writes_nothing_and_sends_nothing()
    {
        await using var host = await TollHost.StartAsync(database);
        await using var scope = host.Services.CreateAsyncScope();
        var crossingId = Guid.CreateVersion7();

        await using var session = Open(scope);
        session.UnitOfWork.Write(Crossings.Instance, crossingId);
        session.UnitOfWork.Write(new Overtaken(), crossingId);
        await session.PublishAsync(new CrossingRecorded(crossingId), TestContext.Current.CancellationToken);
        await Should.ThrowAsync<TransactionConflictException>(() => session.CommitAsync(TestContext.Current.CancellationToken));

        (await CrossingsAsync(crossingId)).ShouldBe(0);
        (await database.OutboxAsync()).ShouldBe(0);
        host.Sightings.Of<CrossingRecorded>().ShouldBeEmpty();
    }

    static IOutboxSession<TollDbContext> Open(AsyncServiceScope scope, Uri? source = null) =>
        scope.ServiceProvider.GetRequiredService<IOutboxSessions<TollDbContext>>().Open(source);

    Task<long> CrossingsAsync(Guid id) => database.ScalarAsync<long>("select count(*) from crossings where crossing_id = $1", id);

    /// <summary>A row that has changed since it was read.</summary>
    sealed class Overtaken : IRowWriter<Guid>
    {
        public Rank Rank => Rank.Business;

        public WriteStatements Write(IReadOnlyList<Guid> rows) => new([], () => throw new TransactionConflictException("The crossing has changed."));
    }
}
