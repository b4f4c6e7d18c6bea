using MassTransit;
using Sagas.Transactions;

namespace Sagas.SagaTimeline.Recording;

/// <summary>What is learnt about a delivery while it is handled, kept in its unit of work until the step is written.</summary>
/// <param name="receivedAt">When the transport delivered the message.</param>
/// <param name="attempt">Which attempt this is, from 1.</param>
sealed class StepDraft(DateTimeOffset receivedAt, int attempt)
{
    public DateTimeOffset ReceivedAt => receivedAt;

    public int Attempt => attempt;

    /// <summary>Whether the state machine has begun to act.</summary>
    public bool HasBegun { get; private set; }

    public string? StateBefore { get; private set; }

    /// <summary>The saga's fields before; <c>null</c> when it is new.</summary>
    public FieldValue[]? Before { get; private set; }

    /// <summary>Whether the message is a schedule's.</summary>
    public bool IsTimer { get; private set; }

    /// <summary>Whether it is the one that the saga waits for.</summary>
    public bool IsCurrentTimer { get; private set; }

    public bool IsIgnored { get; private set; }

    public string? Reason { get; private set; }

    public string? Actor { get; private set; }

    public static StepDraft? Of(IUnitOfWork unit) => unit.Items.TryGetValue(typeof(StepDraft), out var draft) ? (StepDraft)draft : null;

    /// <returns><c>null</c> when the saga's timeline is not recorded, as in tests without a database.</returns>
    public static StepDraft? Of(ConsumeContext context) => context.TryGetPayload(out IUnitOfWork? unit) ? Of(unit) : null;

    public void Begin(string? state, FieldValue[]? fields) => (HasBegun, StateBefore, Before) = (true, state, fields);

    /// <summary>A schedule's event was raised: <c>AnyReceived</c> for every message, <c>Received</c> when its token is the one that the saga keeps.</summary>
    public void NoteEvent(string name)
    {
        IsTimer |= name.EndsWith(".AnyReceived", StringComparison.Ordinal);
        IsCurrentTimer |= IsTimer && name.EndsWith(".Received", StringComparison.Ordinal);
    }

    public void Ignore(string reason) => (IsIgnored, Reason) = (true, reason);

    public void Because(string reason) => Reason = reason;

    public void By(string? actor) => Actor = actor ?? Actor;
}
