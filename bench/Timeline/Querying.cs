using System.Diagnostics;
using System.Globalization;
using Sagas.BenchKit;

namespace Sagas.Timeline.Benchmark;

/// <summary>Reading one timeline of twenty steps, among many and among few.</summary>
static class Querying
{
    const int StepsOfEach = 20, Few = 2_000, Reads = 500;

    public static async Task RunAsync(Scale scale)
    {
        Bench.Progress($"storing {scale.Steps} steps");
        await using var many = await StoredTimelines.CreateAsync(scale.Steps / StepsOfEach, StepsOfEach);
        await using var few = await StoredTimelines.CreateAsync(Few / StepsOfEach, StepsOfEach);
        var (ofMany, ofFew) = (await IdsAsync(many, scale.Steps / StepsOfEach), await IdsAsync(few, Few / StepsOfEach));
        await ReadAsync(many, ofMany);
        await ReadAsync(few, ofFew);
        Bench.Progress($"{string.Join('\n', await many.ExplainAsync(ofMany[0]))}");
        await Comparison.RunAsync(
            string.Create(CultureInfo.InvariantCulture, $"read-timeline-among-{scale.Steps}-steps"), "us", scale.Rounds, () => ReadAsync(many, ofMany), () => ReadAsync(few, ofFew));
    }

    static async Task<List<Guid>> IdsAsync(StoredTimelines timelines, int sagas)
    {
        var random = new Random(20_261_121);
        var ids = new List<Guid>();
        for (var read = 0; read < Reads; read++)
            ids.Add(await timelines.IdAsync(random.Next(1, sagas + 1)));
        return ids;
    }

    /// <returns>Microseconds for one.</returns>
    static async Task<double> ReadAsync(StoredTimelines timelines, List<Guid> ids)
    {
        var elapsed = Stopwatch.StartNew();
        foreach (var id in ids)
        {
            if ((await timelines.ReadAsync(id)).Count != StepsOfEach)
                throw new InvalidOperationException($"The timeline of {id} is not whole.");
        }

        return elapsed.Elapsed.TotalMicroseconds / ids.Count;
    }
}
