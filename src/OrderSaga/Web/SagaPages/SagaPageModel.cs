using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.StepSagas;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Kinds;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>Everything that a saga's page shows: read once, and told as of one step.</summary>
/// <param name="Kind">Its type.</param>
/// <param name="Saga">How it stands; <c>null</c> when its messages found none.</param>
/// <param name="Steps">Its whole timeline.</param>
/// <param name="History">What it wrote.</param>
/// <param name="Chosen">The step to look at it from; <c>null</c> for the last.</param>
/// <param name="Now">The time.</param>
/// <param name="MayOperate">Whether whoever looks may act.</param>
public sealed record SagaPageModel(
    SagaKind Kind, SagaView? Saga, IReadOnlyList<TimelineStep> Steps, SubjectHistory? History, long? Chosen, DateTimeOffset Now, bool MayOperate)
{
    public Guid Id => Steps[0].CorrelationId;

    /// <summary>How it is doing; of one that was asked for and has not begun, too.</summary>
    public Trouble? Trouble { get; init; } = Saga?.Trouble;

    public string Address => $"/sagas/{Id}/page";

    public TimelineSummary Summary { get; } = TimelineSummary.Of(Steps);

    public IReadOnlyList<ToldStep> Told { get; } = TimelineStory.Tell(Steps);

    public long Last => Steps[^1].Number;

    public long At => Math.Clamp(Chosen ?? Last, 1, Last);

    public bool IsPast => At < Last;

    /// <summary>What had happened as of the step.</summary>
    public IReadOnlyList<TimelineStep> Until => [.. Steps.Where(step => step.Number <= At)];

    /// <summary>The state as of the step.</summary>
    public string? State => Until.LastOrDefault(step => step.SagaVersion is not null)?.StateAfter;

    /// <summary>What it waited for as of the step; <c>null</c> when it rested.</summary>
    public Wait? Wait => Kind.WaitIn(State);

    /// <summary>How each step's undo stood as of the step.</summary>
    public IReadOnlyList<CompensationView> Compensation => IsPast ? Kind.CompensationAt(Until) : Saga?.Compensation ?? [];

    /// <summary>The open dead letter that is about it.</summary>
    public Guid? DeadLetter => Trouble?.Evidence.FirstOrDefault(evidence => evidence.Link?.StartsWith("/dead-letters/", StringComparison.Ordinal) == true)?.Id;

    /// <summary>Why it had turned round as of the step, and when; <c>null</c> when it had not.</summary>
    public (string Because, DateTimeOffset At)? Turned => TimelineSummary.Of(Until) is { TurnedBecause: { } because, TurnedAt: { } at } ? (because, at) : null;

    public bool HasEnded => State is { } state && Kind.Graph.Ends.Contains(state);

    public string? TraceId =>
        Steps.Select(step => step.TraceId).Concat(History?.Events.Select(happened => happened.TraceId) ?? []).FirstOrDefault(trace => trace is not null);

    /// <summary>The version of the stream as of the step. What a request wrote to it has no step of its own, and counts by its time.</summary>
    public long HistoryVersion
    {
        get
        {
            var at = Steps.First(step => step.Number == At).HandledAt;
            return History?.Events.LastOrDefault(Had)?.Version ?? 0;

            bool Had(SubjectEvent happened) => !IsPast || (StepOf(happened.Version) is { } step ? step <= At : happened.RecordedAt <= at);
        }
    }

    /// <summary>The step that appended an event; <c>null</c> for one that a request recorded.</summary>
    public long? StepOf(long version) =>
        Steps.FirstOrDefault(step => step.Details.Events.Any(appended => appended.Stream == History?.Stream && appended.Version == version))?.Number;

    public string AddressAt(long step) => step >= Last ? Address : $"{Address}?step={step}";
}
