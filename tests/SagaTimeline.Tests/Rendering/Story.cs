using System.Text.Json;

namespace Sagas.SagaTimeline.Tests.Rendering;

/// <summary>Writes the timeline of an order step by step, as it would be recorded.</summary>
sealed class Story
{
    public static readonly DateTimeOffset Began = new(2026, 3, 4, 10, 15, 2, TimeSpan.Zero);

    static readonly Guid Saga = new("0199a4c2-7d3e-7c0a-9b1f-2f4d6a8c0e11");

    readonly List<TimelineStep> _steps = [];
    string? _state;
    int _version;

    public IReadOnlyList<TimelineStep> Steps => _steps;

    public static Guid Token(int number) => new($"00000000-0000-7000-8000-{number:000000000000}");

    /// <summary>A message that the saga acts on.</summary>
    public Story ActsOn(double after, string? source, string message, string state, StepDetails? caused = null, string? because = null, int id = 0, int attempt = 1) =>
        Turn(StepKind.ActedOn, after, source, message, state, caused, because, id, attempt);

    /// <summary>A timer that fires.</summary>
    public Story Fires(double after, string timer, int token, string state, StepDetails? caused = null, string? because = null) =>
        Turn(StepKind.TimerFired, after, "place-order", timer, state, (caused ?? new StepDetails()) with { Timer = Token(token) }, because, 0, 1);

    /// <summary>A message that leads to no revision.</summary>
    public Story Meets(StepKind kind, double after, string? source, string message, StepDetails? details = null, int id = 0, int attempt = 1)
    {
        var known = kind is StepKind.Failed or StepKind.Conflicted ? _state : null;
        return Add(kind, after, source, message, known, known, null, details, null, id, attempt);
    }

    /// <summary>A message that the saga lets pass.</summary>
    public Story LetsPass(StepKind kind, double after, string? source, string message, string? because, StepDetails? details = null) =>
        Add(kind, after, source, message, _state, _state, ++_version, details, because, 0, 1);

    /// <summary>Changes the last step.</summary>
    public Story With(Func<TimelineStep, TimelineStep> change)
    {
        _steps[^1] = change(_steps[^1]);
        return this;
    }

    Story Turn(StepKind kind, double after, string? source, string message, string state, StepDetails? caused, string? because, int id, int attempt)
    {
        var before = _state ?? "Initial";
        _state = state;
        return Add(kind, after, source, message, before, state, ++_version, caused, because, id, attempt);
    }

    Story Add(
        StepKind kind, double after, string? source, string message, string? before, string? state, int? version, StepDetails? details, string? because, int id, int attempt)
    {
        var handledAt = Began.AddSeconds(after);
        _steps.Add(new TimelineStep
        {
            SagaType = "PlaceOrderState",
            CorrelationId = Saga,
            Number = _steps.Count + 1,
            Kind = kind,
            StateBefore = before,
            StateAfter = state,
            SagaVersion = version,
            MessageType = message,
            MessageId = Token(id == 0 ? 1_000 + _steps.Count : id),
            Source = source,
            Attempt = attempt,
            SentAt = handledAt.AddMilliseconds(-20),
            ReceivedAt = handledAt.AddMilliseconds(-5),
            HandledAt = handledAt,
            RecordedAt = handledAt,
            Reason = because,
            TraceId = "4bf92f3577b34da6a3ce929d0e0e4736",
            DetailsJson = JsonSerializer.Serialize(details ?? new StepDetails(), TimelineJson.Options),
        });
        return this;
    }
}

/// <summary>What a step caused, in short.</summary>
static class Caused
{
    public static StepDetails Sends(string type, string to) => new() { Sent = [new SentMessage(Story.Token(900), type, to)] };

    public static StepDetails Publishes(string type) => Sends(type, $"Sagas.Contracts.Orders:{type}");

    public static StepDetails Arms(this StepDetails details, string timer, int token, double after, double seconds) =>
        details with { Armed = [new ArmedTimer(Story.Token(token), timer, Story.Began.AddSeconds(after + seconds))] };

    public static StepDetails Cancels(this StepDetails details, int token) => details with { Cancelled = [Story.Token(token)] };

    public static StepDetails Fails(string type, string message, string? at, StepFailure? cause = null) =>
        new() { Failure = new StepFailure(type, message, at, cause) };
}
