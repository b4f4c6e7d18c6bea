using MassTransit;
using Sagas.Contracts;

namespace Sagas.OrderSaga.StepSagas;

/// <summary>What every saga of steps needs to go on: where it stands, what it waits for, and since when.</summary>
public abstract class StepSagaState<TStep> : SagaStateMachineInstance, ISagaVersion
    where TStep : struct, Enum
{
    public Guid CorrelationId { get; set; }

    /// <summary>The state's name, stored as text: a state is never renamed.</summary>
    public string CurrentState { get; set; } = "";

    public int Version { get; set; }

    /// <summary>Whose order it is about.</summary>
    public string CustomerId { get; set; } = "";

    /// <summary>The version of the plan that the saga began with.</summary>
    public int DefinitionVersion { get; set; }

    /// <summary>What the machine did that the saga began with: the hash of its definition. Null for a saga that is older than definitions.</summary>
    public string? DefinitionHash { get; set; }

    /// <summary>The round of the last undo that was asked for, and how often the present command was sent in its round.</summary>
    public int UndoRound { get; set; }

    public int Attempt { get; set; }

    /// <summary>Since when the saga waits for what it waits for, or for an operator.</summary>
    public DateTimeOffset? WaitingSince { get; set; }

    public Guid? DeadlineToken { get; set; }

    public DateTimeOffset? DeadlineAt { get; set; }

    /// <summary>Why an operator is needed.</summary>
    public string? ParkedBecause { get; set; }

    /// <summary>Why it was called off, by name; null unless it ended so.</summary>
    public string? CalledOffBecause { get; set; }

    public string Tenant { get; set; } = "default";

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The round in which a step was last asked for: 0 until it is started.</summary>
    public abstract int RoundOf(TStep step);

    public abstract void BeginRound(TStep step);

    public abstract Compensation UndoOf(TStep step);

    public abstract void SetUndo(TStep step, Compensation undo);

    /// <summary>The steps that somebody has to see to before the saga can end, the next one first: by default those that have to be undone, last step first.</summary>
    public virtual IReadOnlyList<TStep> Owed() => [.. Enum.GetValues<TStep>().Reverse().Where(step => UndoOf(step).IsOwed())];

    /// <summary>Names what is asked of a participant now.</summary>
    public EffectKey KeyOf(TStep step, EffectIntent intent) =>
        new(CorrelationId, StepNames.Of(step), intent, intent == EffectIntent.Do ? RoundOf(step) : UndoRound);
}
