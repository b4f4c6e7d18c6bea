namespace Sagas.EffectLedger;

/// <summary>An effect for the ledger.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="Known">How many effects of its step the ledger held when it was decided.</param>
readonly record struct NewEffect(Effect Effect, int Known);
