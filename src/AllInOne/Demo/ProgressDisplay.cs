using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sagas.AllInOne.Demo;

/// <summary>Shows how far a run is: bars on a terminal, a line now and then elsewhere.</summary>
sealed class ProgressDisplay(IAnsiConsole console, TimeProvider clock)
{
    static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);
    static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(2);

    /// <returns>When the run is over, however it ended.</returns>
    public Task ShowAsync(RunTally tally, Task run) => console.Profile.Out.IsTerminal ? ShowBarsAsync(tally, run) : ShowLinesAsync(tally, run);

    Task ShowBarsAsync(RunTally tally, Task run) => console.Progress()
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new CountColumn())
        .StartAsync(async progress =>
        {
            var placed = progress.AddTask("Placed", maxValue: tally.Total);
            var ended = progress.AddTask("Ended", maxValue: tally.Total);
            var outcomes = Outcome.All.ToDictionary(outcome => outcome, outcome => progress.AddTask($"  {outcome}", maxValue: tally.Total));
            await RepeatAsync(BetweenFrames, run, () =>
            {
                placed.Value = tally.Placed;
                ended.Value = tally.Ended;
                foreach (var (outcome, task) in outcomes)
                    task.Value = tally.EndedAs(outcome);
            });
        });

    Task ShowLinesAsync(RunTally tally, Task run)
    {
        var shown = "";
        return RepeatAsync(BetweenLines, run, () =>
        {
            if (Line(tally) is var line && line != shown)
                console.WriteLine(shown = line);
        });
    }

    static string Line(RunTally tally) =>
        $"{tally.Placed} of {tally.Total} placed, {tally.Ended} ended: "
        + string.Join(", ", Outcome.All.Select(outcome => $"{tally.EndedAs(outcome)} {outcome}"));

    async Task RepeatAsync(TimeSpan pause, Task run, Action show)
    {
        while (!run.IsCompleted)
        {
            show();
            await Task.WhenAny(run, Task.Delay(pause, clock, CancellationToken.None));
        }

        show();
    }

    sealed class CountColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text($"{task.Value:0}").RightJustified();
    }
}
