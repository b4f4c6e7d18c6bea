using Sagas.Transactions;

namespace Sagas.Projections;

/// <summary>Rings the alarm when a unit of work has committed events.</summary>
public sealed class EventsAnnouncement(EventAlarm alarm) : IEnlistment
{
    /// <inheritdoc />
    public void OnRecording(IUnitOfWork unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        if (unit.Journal.Any(entry => entry is JournalEntry.EventAppended))
            unit.AfterCommit(alarm.Ring);
    }
}
