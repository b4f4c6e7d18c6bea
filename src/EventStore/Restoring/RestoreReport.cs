namespace Sagas.EventStore;

/// <summary>What a restore changed.</summary>
/// <param name="Events">How many events have a new place.</param>
/// <param name="Checkpoints">How many checkpoints point to the new places.</param>
public sealed record RestoreReport(long Events, long Checkpoints);
