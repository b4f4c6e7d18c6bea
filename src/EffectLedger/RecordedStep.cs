using Sagas.Contracts;

namespace Sagas.EffectLedger;

/// <summary>What the ledger holds about a step.</summary>
sealed class RecordedStep(IReadOnlyList<Effect> effects)
{
    public static readonly RecordedStep Nothing = new([]);

    /// <summary>How many effects it has. None is ever changed or taken away, so the number tells whether the ledger still holds the same.</summary>
    public int Count => effects.Count;

    /// <summary>Whether the tombstone stands: the step was undone, whether or not it had been done.</summary>
    public bool IsUndone => effects.Any(effect => effect.Intent == EffectIntent.Undo);

    public Effect? Find(EffectKey key) => effects.FirstOrDefault(effect => effect.Intent == key.Intent && effect.Round == key.Round);
}
