using Microsoft.Extensions.Logging.Abstractions;
using Sagas.SagaTimeline.Recording;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Recording;

/// <summary>A column that holds the same for all steps is not sent where the statement puts that in its place; in that of a key it can't.</summary>
public sealed class When_a_saga_has_an_empty_id(ErrandHost host) : IClassFixture<ErrandHost>
{
    [Fact]
    public async Task It_has_a_timeline_like_any_other()
    {
        using var attempts = new FailedAttempts(host.Database.DataSource, TimeProvider.System, NullLogger<FailedAttempts>.Instance);
        await attempts.RecordAsync(
            new TimelineStep
            {
                SagaType = nameof(Errand),
                CorrelationId = Guid.Empty,
                Kind = StepKind.Failed,
                MessageType = nameof(Fetched),
                Attempt = 1,
                ReceivedAt = TimeProvider.System.GetUtcNow(),
                HandledAt = TimeProvider.System.GetUtcNow(),
                RecordedAt = TimeProvider.System.GetUtcNow(),
                AttemptId = Guid.CreateVersion7(),
            },
            CancellationToken.None);

        (await host.Reader.ReadAsync(nameof(Errand), Guid.Empty)).ShouldHaveSingleItem();
        (await host.Verifier.VerifyAsync(nameof(Errand), Guid.Empty)).ShouldBeNull();
    }
}
