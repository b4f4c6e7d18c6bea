using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sagas.SagaTimeline.Recording;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_the_database_is_away(ErrandHost host) : IClassFixture<ErrandHost>
{
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

    NpgsqlDataSource DataSource(Func<bool> isAway)
    {
        var builder = new NpgsqlDataSourceBuilder(host.Database.AppConnectionString);
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
            Kind = StepKind.Failed,
            MessageType = nameof(Fetched),
            Attempt = 1,
            ReceivedAt = handledAt,
            HandledAt = handledAt,
            RecordedAt = handledAt,
        };
    }
}
