using System.Text.Json;

namespace Sagas.SagaTimeline;

/// <summary>What a delivery changed and caused. Everything here was committed with its step, except <see cref="Failure" />.</summary>
public sealed record StepDetails
{
    /// <summary>The saga's properties that changed, by name. Masked ones show that they changed, not to what.</summary>
    public IReadOnlyDictionary<string, FieldChange> Changes { get; init; } = new Dictionary<string, FieldChange>();

    /// <summary>Events appended to streams.</summary>
    public IReadOnlyList<AppendedEvent> Events { get; init; } = [];

    /// <summary>Messages sent and published.</summary>
    public IReadOnlyList<SentMessage> Sent { get; init; } = [];

    /// <summary>Timers armed.</summary>
    public IReadOnlyList<ArmedTimer> Armed { get; init; } = [];

    /// <summary>The tokens of timers cancelled.</summary>
    public IReadOnlyList<Guid> Cancelled { get; init; } = [];

    /// <summary>The token of the timer whose firing this was.</summary>
    public Guid? Timer { get; init; }

    /// <summary>Why the attempt failed.</summary>
    public StepFailure? Failure { get; init; }

    /// <summary>Where the time went; <c>null</c> in steps that were recorded before this was.</summary>
    public StepTiming? Timing { get; init; }

    /// <summary>The message, masked, when messages are recorded.</summary>
    public JsonElement? Message { get; init; }
}

/// <summary>How a property of the saga changed.</summary>
/// <param name="From">Its value before; <c>null</c> when it had none.</param>
/// <param name="To">Its value after.</param>
public sealed record FieldChange(JsonElement? From, JsonElement? To);

/// <summary>An event appended to a stream.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The event's version in it.</param>
/// <param name="Type">Its stored type.</param>
public sealed record AppendedEvent(string Stream, long Version, string Type);

/// <summary>A message sent or published.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
/// <param name="To">The queue, exchange or topic.</param>
public sealed record SentMessage(Guid Id, string Type, string To);

/// <summary>A timer armed.</summary>
/// <param name="Token">What cancels it.</param>
/// <param name="Type">The type of the message that it sends.</param>
/// <param name="DueAt">When.</param>
public sealed record ArmedTimer(Guid Token, string Type, DateTimeOffset DueAt);

/// <summary>Why an attempt failed. Masked values are masked in the text too.</summary>
/// <param name="Type">The exception's type.</param>
/// <param name="Message">What it said.</param>
/// <param name="At">The first frame outside of libraries, such as <c>Pricing.Total (Pricing.cs:31)</c>.</param>
/// <param name="Cause">The exception that led to it.</param>
public sealed record StepFailure(string Type, string Message, string? At, StepFailure? Cause);
