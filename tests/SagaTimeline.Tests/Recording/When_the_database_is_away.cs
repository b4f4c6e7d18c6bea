using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sagas.SagaTimeline.Recording;
using Sagas.SagaTimeline.Tests.Errands;
using Sagas.TestKit;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_the_database_is_away(ErrandHost host) : IClassFixture<ErrandHost>
{
    const string Tries = "tries";

    [Fact]
    public async Task A_failed_attempt_waits_in_memory_and_is_recorded_when_it_is_back()
    {
        var away = true;
        await using var dataSource = DataSource(() => away);
        using var attempts = new FailedAttempts(dataSource, TimeProvider.System, NullLogger<FailedAttempts>.Instance);
        await attempts.StartAsync(CancellationToken.None);
        var step = AFailedAttempt();

        await attempts.RecordAsync(step, CancellationToken.None);
        (await host.Reader.ReadAsync(nameof(Errand), step.CorrelationId)).ShouldBeEmpty();
        away = false;

        var recorded = (await host.StepsAsync(step.CorrelationId, 1))[0];
        recorded.Kind.ShouldBe(StepKind.Failed);
        recorded.RecordedAt.ShouldBeGreaterThan(recorded.HandledAt);
        (await host.Verifier.VerifyAsync(nameof(Errand), step.CorrelationId)).ShouldBeNull();
        await attempts.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task What_still_waits_when_the_host_stops_is_tried_once_more()
    {
        var away = true;
        await using var dataSource = DataSource(() => away);
        using var attempts = new FailedAttempts(dataSource, TimeProvider.System, NullLogger<FailedAttempts>.Instance);
        var step = AFailedAttempt();
        await attempts.RecordAsync(step, CancellationToken.None);

        away = false;
        await attempts.StopAsync(CancellationToken.None);
        (await host.Reader.ReadAsync(nameof(Errand), step.CorrelationId)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_database_refuses_for_good_does_not_hold_up_the_rest()
    {
        await using var dataSource = DataSource(() => false);
        using var attempts = new FailedAttempts(dataSource, TimeProvider.System, NullLogger<FailedAttempts>.Instance);
        await attempts.RecordAsync(AFailedAttempt() with { DetailsJson = "not json" }, CancellationToken.None);
        var step = AFailedAttempt();
        await attempts.RecordAsync(step, CancellationToken.None);
        (await host.Reader.ReadAsync(nameof(Errand), step.CorrelationId)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("pg_terminate_backend")]
    [InlineData("pg_cancel_backend")]
    public async Task One_that_is_interrupted_by_a_restart_or_an_operator_is_recorded_afterwards(string interruption)
    {
        await using var dataSource = DataSource(() => false);
        using var attempts = new FailedAttempts(dataSource, TimeProvider.System, NullLogger<FailedAttempts>.Instance);
        await attempts.StartAsync(CancellationToken.None);
        var step = AFailedAttempt();
        await attempts.RecordAsync(step, CancellationToken.None);
        await using (var holder = await host.Database.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await HoldHeadAsync(holder, step.CorrelationId);

            var recording = attempts.RecordAsync(step with { AttemptId = Guid.CreateVersion7() }, CancellationToken.None);
            await Eventually.ShouldAsync(
                async () => await CountAsync($"{interruption}(pid)") == 1,
                "the session that waits to record the attempt");
            await recording;
        }

        await host.StepsAsync(step.CorrelationId, 2);
        await attempts.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task One_whose_answer_was_lost_is_not_recorded_twice()
    {
        await using var dataSource = DataSource(() => false);
        using var attempts = new FailedAttempts(dataSource, TimeProvider.System, NullLogger<FailedAttempts>.Instance);
        var step = AFailedAttempt();

        await attempts.RecordAsync(step, CancellationToken.None);
        await attempts.RecordAsync(step, CancellationToken.None);

        (await host.Reader.ReadAsync(nameof(Errand), step.CorrelationId)).ShouldHaveSingleItem();
        (await host.Verifier.VerifyAsync(nameof(Errand), step.CorrelationId)).ShouldBeNull();
    }

    [Fact]
    public async Task Nor_when_both_tries_are_under_way_at_once()
    {
        await using var dataSource = DataSource(() => false);
        using var attempts = new FailedAttempts(dataSource, TimeProvider.System, NullLogger<FailedAttempts>.Instance);
        var before = AFailedAttempt();
        await attempts.RecordAsync(before, CancellationToken.None);
        var step = before with { AttemptId = Guid.CreateVersion7() };
        await using (var holder = await host.Database.DataSource.OpenConnectionAsync())
        {
            await using var transaction = await holder.BeginTransactionAsync();
            await HoldHeadAsync(holder, step.CorrelationId);

            var tries = Task.WhenAll(attempts.RecordAsync(step, CancellationToken.None), attempts.RecordAsync(step, CancellationToken.None));
            await Eventually.ShouldAsync(
                async () => await CountAsync("*") == 2,
                "both tries, waiting for the head");
            await transaction.RollbackAsync();
            await tries;
        }

        await host.StepsAsync(step.CorrelationId, 2);
        (await host.Verifier.VerifyAsync(nameof(Errand), step.CorrelationId)).ShouldBeNull();
    }

    /// <summary>Counts the sessions that wait to record an attempt, as the server's administrator: others neither see nor end them.</summary>
    async Task<long> CountAsync(string what)
    {
        await using var server = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString) { Database = "postgres", Pooling = false });
        await using var count = server.CreateCommand($"select count({what}) from pg_stat_activity where datname = $1 and application_name = $2 and wait_event_type = 'Lock'");
        count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = host.Database.Name });
        count.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Tries });
        return (long)(await count.ExecuteScalarAsync())!;
    }

    static async Task HoldHeadAsync(NpgsqlConnection connection, Guid correlationId)
    {
        await using var hold = new NpgsqlCommand("select from saga_timeline_heads where correlation_id = $1 for update", connection);
        hold.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = correlationId });
        await hold.ExecuteNonQueryAsync();
    }

    NpgsqlDataSource DataSource(Func<bool> isAway)
    {
        var builder = new NpgsqlDataSourceBuilder(host.Database.AppConnectionString) { ConnectionStringBuilder = { ApplicationName = Tries } };
        builder.UsePhysicalConnectionInitializer(
            _ => { },
            _ => isAway() ? Task.FromException(new NpgsqlException("The server is away.")) : Task.CompletedTask);
        return builder.Build();
    }

    static TimelineStep AFailedAttempt()
    {
        var handledAt = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        return new TimelineStep
        {
            SagaType = nameof(Errand),
            CorrelationId = Guid.CreateVersion7(),
            AttemptId = Guid.CreateVersion7(),
            Kind = StepKind.Failed,
            MessageType = nameof(Fetched),
            Attempt = 1,
            ReceivedAt = handledAt,
            HandledAt = handledAt,
            RecordedAt = handledAt,
        };
    }
}
