using System.Diagnostics;
using System.Text.Json;
using Sagas.BenchKit;
using Sagas.SagaTimeline;

namespace Sagas.Timeline.Benchmark;

/// <summary>A timeline of 1,000 steps, which a saga that was retried for hours may have: read once, rendered in every form.</summary>
static class Rendering
{
    const int Steps = 1_000, WarmUps = 5, Rounds = 7;

    public static async Task RunAsync()
    {
        await using var timelines = await StoredTimelines.CreateAsync(sagas: 1, stepsOfEach: Steps);
        (string Name, Func<IReadOnlyList<TimelineStep>, string> Render)[] forms =
        [
            ("text", steps => TimelineText.Render(steps)),
            ("json", steps => JsonSerializer.Serialize(TimelineDocument.Of(steps), TimelineJson.Options)),
            ("mermaid", TimelineMermaid.Render),
        ];
        foreach (var (name, render) in forms)
        {
            var figures = new List<double>();
            for (var round = -WarmUps; round < Rounds; round++)
            {
                // Read anew each time: what a step has deserialized it keeps.
                var steps = await timelines.ReadAsync(saga: 1);
                var elapsed = Stopwatch.StartNew();
                _ = render(steps);
                if (round >= 0)
                    figures.Add(elapsed.Elapsed.TotalMilliseconds);
            }

            Bench.Report($"render-{Steps}-steps-{name}", Spread.Of(figures), "ms");
        }
    }
}
