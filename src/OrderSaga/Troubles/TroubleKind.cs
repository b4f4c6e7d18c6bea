using System.Text.Json.Serialization;

namespace Sagas.OrderSaga.Troubles;

/// <summary>How a saga that has not ended is doing. docs/operations.md says how each is recognised.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TroubleKind>))]
public enum TroubleKind
{
    /// <summary>Nothing is wrong: what it waits for may still come in time.</summary>
    Waiting,

    /// <summary>Its deadline, or what was asked of it, should have been handled and is not.</summary>
    Overdue,

    /// <summary>A participant was asked, and let a whole attempt pass in silence.</summary>
    ReplyLost,

    /// <summary>What it sends does not leave the outbox.</summary>
    Undeliverable,

    /// <summary>A message to it was given up and waits for a decision.</summary>
    Poisoned,

    /// <summary>It waits without a timer, or a timer waits without it.</summary>
    OrphanedTimer,

    /// <summary>It is parked, and undos are owed.</summary>
    CompensationFailed,

    /// <summary>It is parked behind the pivot, and a step is owed that has no undo.</summary>
    StepFailed,
}

static class TroubleKinds
{
    /// <summary>All that are troubles.</summary>
    public static IReadOnlyList<TroubleKind> All { get; } = [.. Enum.GetValues<TroubleKind>().Where(kind => kind != TroubleKind.Waiting)];

    /// <summary>Whether it stays until somebody does something. Silence is the saga's own business, until its patience ends.</summary>
    public static bool NeedsSomebody(this TroubleKind kind) => kind is not (TroubleKind.Waiting or TroubleKind.ReplyLost);
}
