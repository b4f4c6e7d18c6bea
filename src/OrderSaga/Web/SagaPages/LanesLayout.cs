using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>The saga's states and what each participant was asked, as bars on one line of time.</summary>
public sealed class LanesLayout
{
    public const int Width = 1120, Names = 104, RowHeight = 34, BarHeight = 20, Top = 6;

    public LanesLayout(SagaPageModel page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var steps = page.Until;
        var lanes = TimelineLanes.Of(steps);
        var open = lanes.SelectMany(lane => lane.Exchanges).Any(exchange => exchange.AnsweredIn is null);
        Scale = new TimeScale(
            steps.Select(step => step.HandledAt).Concat(lanes.SelectMany(lane => lane.Exchanges).Select(exchange => exchange.AnsweredAt).OfType<DateTimeOffset>()),
            Names, Width - Names - (open ? 90 : 16));
        Rows = [(EndpointNames.Saga(steps[0].SagaType), [.. States(page, steps)]), .. lanes.Select(lane => (lane.Party, (IReadOnlyList<Bar>)[.. lane.Exchanges.Select((exchange, index) => Exchange(exchange, lane.Exchanges.ElementAtOrDefault(index + 1)))]))];
        BeganAt = steps.Min(step => step.HandledAt);
        EndedAt = steps.Max(step => step.HandledAt);
    }

    public TimeScale Scale { get; }

    public DateTimeOffset BeganAt { get; }

    public DateTimeOffset EndedAt { get; }

    public IReadOnlyList<(string Name, IReadOnlyList<Bar> Bars)> Rows { get; }

    public int Height => Top + (Rows.Count * RowHeight) + 26;

    public static int RowTop(int row) => Top + (row * RowHeight);

    IEnumerable<Bar> States(SagaPageModel page, IReadOnlyList<TimelineStep> steps)
    {
        var entered = steps.Where(step => step.SagaVersion is not null && step.StateAfter is not null && step.StateAfter != step.StateBefore).ToList();
        for (var i = 0; i < entered.Count; i++)
        {
            var (state, from) = (entered[i].StateAfter!, entered[i].HandledAt);
            var (start, end) = (Scale.Of(from), i + 1 < entered.Count ? Scale.Of(entered[i + 1].HandledAt) : Width - 1);
            var lasted = i + 1 < entered.Count ? $" for {Durations.Human(entered[i + 1].HandledAt - from)}" : "";
            yield return new Bar(start, Math.Max(2, end - start - 1), start, state, $"{state}{lasted}", Tone.Of(page.Kind, state), entered[i].Number);
        }
    }

    /// <summary>A question that was never answered ends where the participant is asked the next.</summary>
    Bar Exchange(Exchange exchange, Exchange? next)
    {
        var start = Scale.Of(exchange.AskedAt);
        if (exchange is not { ArrivedAt: { } arrived, AnsweredIn: { } answeredIn })
        {
            var last = next is null ? Width - 1 : Scale.Of(next.AskedAt) - 1;
            return new Bar(start, Math.Max(2, last - start), last, exchange.Command, $"{exchange.Command}: not answered", "open", exchange.AskedIn);
        }

        var (end, answered) = (Scale.Of(arrived), exchange.AnsweredAt is { } at ? Math.Clamp(Scale.Of(at), start, Scale.Of(arrived)) : Scale.Of(arrived));
        return new Bar(
            start, Math.Max(2, end - start), answered, exchange.Command,
            $"{exchange.Command}: {exchange.Answer} after {Durations.Human(arrived - exchange.AskedAt)}{BarPart.Tell(exchange.Timing)}", exchange.Failed ? "failed" : "answered", answeredIn)
        {
            Parts = exchange.Timing is { } timing ? [.. BarPart.Of(timing, arrived, start, Scale)] : [],
        };
    }
}

/// <summary>A bar of the lanes.</summary>
/// <param name="X">Where it begins.</param>
/// <param name="Width">How long it is.</param>
/// <param name="Answered">Where the participant had answered; the rest is the answer's way and its wait to be handled.</param>
/// <param name="Text">What it is of.</param>
/// <param name="Title">The same, with how long it took.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Step">The step that it leads to.</param>
public sealed record Bar(double X, double Width, double Answered, string Text, string Title, string Tone, long Step)
{
    /// <summary>Where its time went, from left to right; none when that is not known.</summary>
    public IReadOnlyList<BarPart> Parts { get; init; } = [];

    /// <summary>Whether the text fits into the bar.</summary>
    public bool HasRoom => Width > (Text.Length * 6.7) + 10;
}
