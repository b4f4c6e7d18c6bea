namespace Sagas.EffectLedger;

/// <summary>Why the ledger, and not the business, has a command refused. Part of the wire.</summary>
public static class EffectRefusal
{
    /// <summary>The step was undone before its command arrived.</summary>
    public const string AlreadyUndone = "AlreadyUndone";
}
