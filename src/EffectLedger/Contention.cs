namespace Sagas.EffectLedger;

/// <summary>What can have happened to a step between the ledger's being read and the effect's being recorded.</summary>
enum Contention
{
    /// <summary>Nothing: <see cref="StepLoader" /> has locked the step. Nothing is verified, which saves a round trip; should the lock ever be missing, the primary key refuses the row.</summary>
    None,

    /// <summary>A concurrent command can have recorded the same effect. Who undoes it does not matter here.</summary>
    OfTheEffect,

    /// <summary>A concurrent command can have done or undone the step, and what was decided is no longer right.</summary>
    OfTheStep,
}
