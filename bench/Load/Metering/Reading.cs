namespace Sagas.Load.Metering;

/// <summary>What the meters show at one moment.</summary>
/// <param name="Cpu">Processor time by process, the generator's too.</param>
/// <param name="Writes">Transactions that wrote.</param>
/// <param name="Commits">Committed transactions by database.</param>
/// <param name="Log">Bytes of write-ahead log.</param>
sealed record Reading(IReadOnlyDictionary<string, TimeSpan> Cpu, long Writes, IReadOnlyDictionary<string, long> Commits, long Log);
