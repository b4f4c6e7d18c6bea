using System.Text.Json.Serialization;

namespace Sagas.SagaTimeline;

/// <summary>
/// Where the time of a step went, in milliseconds with up to three decimals. The parts, those that are absent left out, add up to <see cref="Total" />, which is the time
/// from when the saga's request was handed to its commit until the answer to it was handed to its own; of a message that answers nothing, from when it was written.
/// </summary>
/// <remarks>
/// Every duration is measured on one clock by whoever spent it. Only the ways between two processes are not: together they are what is left of the total, and how that is
/// divided between the way there and the way back goes by the clocks of the two hosts. No part is negative.
/// </remarks>
public sealed record StepTiming
{
    /// <summary>The whole.</summary>
    public required decimal Total { get; init; }

    /// <summary>The way of the saga's request, when the message answers one.</summary>
    public WayTiming? Request { get; init; }

    /// <summary>What the participant did with the request, until it handed its answer to the commit.</summary>
    public HandlingTiming? Participant { get; init; }

    /// <summary>The way of the step's own message; <c>null</c> when it did not say when it was written: then the total begins with its arrival.</summary>
    public WayTiming? Message { get; init; }

    /// <summary>What the saga did with the message, until it handed the step to the commit.</summary>
    public required HandlingTiming Saga { get; init; }

    /// <summary>The part of the participant: it handled the request and committed its answer.</summary>
    [JsonIgnore]
    public decimal AtParticipant => Participant is { } participant ? participant.Sum + (Message?.Commit ?? 0) : 0;

    /// <summary>The part of the saga: it committed the request, and handled the message.</summary>
    [JsonIgnore]
    public decimal AtSaga => Saga.Sum + (Request?.Commit ?? 0);

    /// <summary>The rest: in outboxes and between processes.</summary>
    [JsonIgnore]
    public decimal UnderWay => Total - AtParticipant - AtSaga;

    /// <summary>All parts in the order in which the time passed.</summary>
    public IReadOnlyList<TimingPart> Parts() =>
    [
        .. Way("request", Request), .. Handled("participant", Participant), .. Way(Request is null ? "message" : "reply", Message), .. Handled("saga", Saga),
    ];

    static IEnumerable<TimingPart> Way(string of, WayTiming? way) => way is null ? [] :
    [
        .. way.Commit is { } commit ? [new TimingPart(of, "commit", commit)] : Array.Empty<TimingPart>(),
        .. way.Outbox is { } outbox ? [new TimingPart(of, "outbox", outbox)] : Array.Empty<TimingPart>(),
        new TimingPart(of, "broker", way.Broker),
    ];

    static IEnumerable<TimingPart> Handled(string by, HandlingTiming? handling) => handling is null ? [] :
        [new TimingPart(by, "waiting", handling.Waiting), new TimingPart(by, "handler", handling.Handler), new TimingPart(by, "database", handling.Database)];
}

/// <summary>The way of a message, in milliseconds.</summary>
public sealed record WayTiming
{
    /// <summary>From the handing over to the commit until that was over. Absent when another process sent it, after a crash for example: then it is in <see cref="Outbox" />.</summary>
    public decimal? Commit { get; init; }

    /// <summary>From then until it was given to the transport. Absent when the message came without an outbox.</summary>
    public decimal? Outbox { get; init; }

    /// <summary>From then until the transport delivered it.</summary>
    public required decimal Broker { get; init; }

    internal decimal Sum => (Commit ?? 0) + (Outbox ?? 0) + Broker;
}

/// <summary>How a message was handled, in milliseconds.</summary>
public sealed record HandlingTiming
{
    /// <summary>In the process, for earlier attempts and the pauses between them.</summary>
    public required decimal Waiting { get; init; }

    /// <summary>In the handler, calls of others included.</summary>
    public required decimal Handler { get; init; }

    /// <summary>For the database: reads, locks and statements before the commit.</summary>
    public required decimal Database { get; init; }

    internal decimal Sum => Waiting + Handler + Database;
}

/// <summary>One part of a step's time.</summary>
/// <param name="Of">Whose: <c>request</c>, <c>participant</c>, <c>reply</c> or <c>message</c>, <c>saga</c>.</param>
/// <param name="What">Which: <c>commit</c>, <c>outbox</c>, <c>broker</c>, <c>waiting</c>, <c>handler</c>, <c>database</c>.</param>
/// <param name="Milliseconds">How long.</param>
public sealed record TimingPart(string Of, string What, decimal Milliseconds);
