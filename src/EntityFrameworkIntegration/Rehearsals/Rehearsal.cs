using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A delivery that is handled to see what comes of it: a payload of its receive context, which every unit of work of the delivery finds.</summary>
sealed class Rehearsal
{
    readonly List<UnitOfWork> _units = [];
    string? _refusal;
    string? _unreadableBy;

    /// <returns><c>null</c> for a delivery that is meant.</returns>
    public static Rehearsal? Of(ReceiveContext context) => context.TryGetPayload(out Rehearsal? rehearsal) ? rehearsal : null;

    public void Begin(UnitOfWork unit)
    {
        unit.Rehearse();
        _units.Add(unit);
    }

    /// <summary>The delivery would end without having been handled. The first reason counts: what can't be read is skipped, too, as if nobody took it.</summary>
    public void Refuse(string reason, string? unreadableBy = null)
    {
        if (_refusal is null)
            (_refusal, _unreadableBy) = (reason, unreadableBy);
    }

    public RedriveForecast Forecast()
    {
        // Attempts that were made again count for nothing.
        List<UnitOfWork> handled = [.. _units.Where(unit => unit.Failure is null)];
        List<JournalEntry> journal = [.. handled.SelectMany(unit => unit.Journal)];
        var reason = _refusal ?? journal.OfType<JournalEntry.Refused>().FirstOrDefault()?.Reason;
        if (reason is not null)
            return new RedriveForecast(RedriveEffect.Refused, reason, Tell(journal)) { UnreadableBy = _unreadableBy };
        if (handled.Count > 0 && handled.TrueForAll(IsLetPass))
            return new RedriveForecast(RedriveEffect.Ignored, handled.Select(ReasonOf).First(), Tell(journal));
        return new RedriveForecast(RedriveEffect.Applied, null, Tell(journal));
    }

    static bool IsLetPass(UnitOfWork unit) => unit.IsDuplicate || unit.Journal.OfType<JournalEntry.LetPass>().Any();

    static string ReasonOf(UnitOfWork unit) =>
        unit.IsDuplicate ? "it has been handled before" : unit.Journal.OfType<JournalEntry.LetPass>().First().Reason;

    static List<string> Tell(IEnumerable<JournalEntry> journal) =>
    [
        .. journal.Select(entry => entry switch
        {
            JournalEntry.EventAppended appended => $"appends {appended.Type} to {appended.Stream}",
            JournalEntry.MessageSent sent => $"sends {sent.MessageType} to {sent.Destination}",
            JournalEntry.TimerArmed armed => $"arms {armed.MessageType}",
            JournalEntry.TimerCancelled => "cancels a timer",
            _ => null,
        }).OfType<string>(),
    ];
}
