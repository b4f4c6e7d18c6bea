namespace Sagas.BenchKit;

/// <summary>Two sides of a comparison, measured in turn in one run, so that whatever else the machine does meets both.</summary>
public static class Comparison
{
    /// <summary>Measures both sides in turn, round after round, now one first and now the other, and reports each and their ratio round by round.</summary>
    /// <param name="name">What is measured; <c>-floor</c> and <c>-vs-floor</c> are appended.</param>
    /// <param name="unit">The figures' unit.</param>
    /// <param name="rounds">How many rounds; five or more.</param>
    /// <param name="ours">Measures ours once.</param>
    /// <param name="floor">Measures the floor once.</param>
    public static async Task RunAsync(string name, string unit, int rounds, Func<Task<double>> ours, Func<Task<double>> floor)
    {
        List<double> ourFigures = [], floorFigures = [];
        for (var round = 1; round <= rounds; round++)
        {
            // Whoever comes second meets what the first left for the server to write.
            var isFloorFirst = round % 2 == 0;
            if (isFloorFirst)
                floorFigures.Add(await floor());
            ourFigures.Add(await ours());
            if (!isFloorFirst)
                floorFigures.Add(await floor());
            Bench.Progress($"{name}, round {round}: {ourFigures[^1]:0} against {floorFigures[^1]:0} {unit}");
        }

        Bench.Report(name, Spread.Of(ourFigures), unit);
        Bench.Report($"{name}-floor", Spread.Of(floorFigures), unit);
        Bench.Report($"{name}-vs-floor", Spread.Of(ourFigures.Zip(floorFigures, (our, its) => our / its)), "ratio");
    }
}
