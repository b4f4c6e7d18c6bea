using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Web.SagaPages;

/// <summary>A part of the time between a question and its answer, as a piece of their bar.</summary>
/// <param name="X">Where it begins.</param>
/// <param name="Width">How long it is.</param>
/// <param name="What">What it was spent on: a class of the style sheet.</param>
public sealed record BarPart(double X, double Width, string What)
{
    const string Database = "database", Commit = "commit";

    /// <summary>What there is, in words.</summary>
    public static IReadOnlyList<(string What, string Words)> Legend { get; } =
    [
        ("outbox", "in an outbox"), ("broker", "with the broker"), ("waiting", "waiting in the process"), ("handler", "in the handler"), (Database, "in the database, commit included"),
    ];

    /// <summary>The parts end where the answer was handled. They may begin after the bar: then the question was asked again.</summary>
    public static IEnumerable<BarPart> Of(StepTiming timing, DateTimeOffset handledAt, double start, TimeScale scale)
    {
        var left = timing.Total;
        foreach (var part in timing.Parts())
        {
            var (from, to) = (At(left), At(left - part.Milliseconds));
            left -= part.Milliseconds;
            if (to - from >= 0.3)
                yield return new BarPart(from, to - from, part.What == Commit ? Database : part.What);
        }

        double At(decimal before) => Math.Max(start, scale.Of(handledAt.AddMilliseconds(-(double)before)));
    }

    /// <summary>The same for those who do not see it.</summary>
    public static string Tell(StepTiming? timing) => timing is null
        ? ""
        : string.Concat(timing.Parts().Where(part => part.Milliseconds >= 0.5m)
            .Select(part => $", {part.Of} {part.What} {Durations.Human(TimeSpan.FromMilliseconds((double)part.Milliseconds))}"));
}
