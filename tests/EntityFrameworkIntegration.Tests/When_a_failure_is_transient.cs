using MassTransit;
using Npgsql;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_failure_is_transient(TollDatabase database, RabbitMqVirtualHost rabbitMq)
    : IClassFixture<TollDatabase>, IClassFixture<RabbitMqVirtualHost>
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task the_message_is_delivered_again_later_and_handled_once(bool overRabbitMq)
    {
        await using var host = await StartAsync(overRabbitMq, Soon, Soon);
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, attempt) => attempt <= 4 ? throw new TransactionConflictException("Somebody was faster.") : Task.CompletedTask);

        await host.SendAsync("recorder", crossing, messageId, context => context.Headers.Set("Weather", "rain"));
        var recorded = await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossing.CrossingId);

        host.Trouble.Attempts(crossing).ShouldBe(5);
        (await database.InboxAsync(messageId)).ShouldBe(1);
        await database.UntilOutboxIsEmptyAsync();
        (await database.ScalarAsync<long>("select count(*) from dead_letters where message_id = $1", messageId)).ShouldBe(0);
        host.Sightings.With<CrossingRecorded>(seen => seen.CrossingId == crossing.CrossingId).Count.ShouldBe(1);
        host.Sightings.With<Fault<RecordCrossing>>(fault => fault.Message == crossing).ShouldBeEmpty();

        // A copy of the original that comes late is the same message.
        await host.SendAsync("recorder", crossing, messageId);
        await host.Deliveries.UntilAsync(messageId, 2);
        host.Trouble.Attempts(crossing).ShouldBe(5);
    }

    [Fact]
    public async Task redelivery_needs_no_time_of_a_thread_or_of_the_broker_only_a_row()
    {
        await using var host = await StartAsync(overRabbitMq: false, TimeSpan.FromMinutes(10));
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new TransactionConflictException("Somebody was faster."));

        await host.SendAsync("recorder", crossing, messageId);
        await host.Deliveries.UntilAsync(messageId, 1);

        var row = (await database.QueryAsync(
            "select destination, due_at - now(), headers ->> 'MT-Redelivery-Count', headers ->> 'Sagas-Failed-Attempts', headers ->> 'MT-OriginalMessageId', properties ->> 'Mandatory' from outbox where due_at is not null",
            row => (Destination: row.GetString(0), In: row.GetTimeSpan(1), Count: row.GetString(2), Attempts: row.GetString(3), Id: row.GetString(4), Mandatory: row.GetString(5))))
            .ShouldHaveSingleItem();
        (row.Destination, row.Count, row.Attempts, row.Id, row.Mandatory).ShouldBe(("exchange:recorder", "1", "2", messageId.ToString(), "true"));
        row.In.ShouldBeInRange(TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
        await database.ExecuteAsync("delete from outbox");
    }

    [Fact]
    public async Task after_the_last_redelivery_it_is_a_dead_letter_that_counts_every_attempt()
    {
        await using var host = await StartAsync(overRabbitMq: true, Soon, Soon);
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new TransactionConflictException("Somebody was faster."));

        await host.SendAsync("recorder", crossing, messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 6);

        var fault = (Fault<RecordCrossing>)(await host.Sightings.UntilAsync<Fault<RecordCrossing>>(fault => fault.Message == crossing)).Message;
        fault.FaultedMessageId.ShouldBe(messageId);
        host.Sightings.With<Fault<RecordCrossing>>(seen => seen.Message == crossing).Count.ShouldBe(1);
        host.Trouble.Attempts(crossing).ShouldBe(6);
        (await database.ScalarAsync<bool>("select first_failed_at < last_failed_at from dead_letters where message_id = $1", messageId)).ShouldBeTrue();
    }

    [Fact]
    public async Task any_other_failure_is_not_put_off()
    {
        await using var host = await StartAsync(overRabbitMq: false, TimeSpan.FromMinutes(10));
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("Out of ink."));

        await host.SendAsync("recorder", crossing, messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 2);
    }

    [Fact]
    public async Task a_saga_is_handled_once_too()
    {
        await using var host = await StartAsync(overRabbitMq: false, Soon);
        var gateId = await host.OpenGateAsync(database);
        var (car, messageId) = (new CarArrived(gateId, "T-1"), Guid.CreateVersion7());
        host.Trouble.Arrange<CarArrived>((_, attempt) => attempt <= 2 ? throw new NpgsqlException("Gone.", new IOException()) : Task.CompletedTask);

        await host.ToGateAsync(car, messageId);
        await host.Sightings.UntilAsync<CarPassed>(passed => passed.Plate == "T-1");

        (await database.GateAsync(gateId)).ShouldBe((2, 1, "Open"));
        (await database.InboxAsync(messageId)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task with_the_database_away_the_message_is_neither_lost_nor_acknowledged(bool overRabbitMq)
    {
        var server = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var line = new TcpProxy(new UriBuilder("tcp", server.Host!, server.Port).Uri);
        var through = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = line.Address.Host, Port = line.Address.Port };
        await using var host = await TollHost.StartAsync(through.ConnectionString, Settings(overRabbitMq, Soon, Soon));
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());

        line.Cut();
        await host.SendAsync("recorder", crossing, messageId);
        // Over RabbitMQ it has been back with the broker. In memory there is nobody to hand it back to, so it is kept.
        if (overRabbitMq)
            await host.Deliveries.UntilHandedBackAsync(messageId, 2);
        else
            await Eventually.ShouldAsync(() => Task.FromResult(host.Visits.Failures.Count >= 2), "both attempts to fail");
        line.Mend();

        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossing.CrossingId);
        (await database.InboxAsync(messageId)).ShouldBe(1);
        (await database.ScalarAsync<long>("select count(*) from dead_letters where message_id = $1", messageId)).ShouldBe(0);
    }

    Task<TollHost> StartAsync(bool overRabbitMq, params TimeSpan[] redeliveries) => TollHost.StartAsync(database, Settings(overRabbitMq, redeliveries));

    TollHostSettings Settings(bool overRabbitMq, params TimeSpan[] redeliveries) =>
        FailurePolicy.WithDeadLetters(overRabbitMq ? rabbitMq.ConnectionString : null, retries: 1, redeliveries);
}
