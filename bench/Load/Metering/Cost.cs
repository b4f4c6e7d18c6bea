namespace Sagas.Load.Metering;

/// <summary>What a run has cost.</summary>
/// <param name="Cpu">Processor seconds per 1,000 sagas by process, without the generator's.</param>
/// <param name="Generator">The generator's.</param>
/// <param name="Commits">Transactions that wrote, per saga.</param>
/// <param name="Transactions">Committed transactions per saga by database, those that only read included.</param>
/// <param name="Log">Bytes of write-ahead log per saga.</param>
sealed record Cost(IReadOnlyDictionary<string, double> Cpu, double Generator, double Commits, IReadOnlyDictionary<string, double> Transactions, double Log)
{
    public double CpuInAll => Cpu.Values.Sum();

    public static Cost Between(Reading before, Reading after, int sagas)
    {
        var cpu = after.Cpu.ToDictionary(process => process.Key, process => (process.Value - before.Cpu[process.Key]).TotalSeconds * 1_000 / sagas);
        cpu.Remove(Meters.Generator, out var generator);
        return new Cost(
            cpu,
            generator,
            (double)(after.Writes - before.Writes) / sagas,
            after.Commits.ToDictionary(database => database.Key, database => (double)(database.Value - before.Commits[database.Key]) / sagas),
            (double)(after.Log - before.Log) / sagas);
    }
}
