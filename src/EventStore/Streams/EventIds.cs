namespace Sagas.EventStore;

static class EventIds
{
    // To compare a handful with each other takes less than to hash them.
    const int Handful = 8;

    /// <summary>Whether every event has an id of its own.</summary>
    internal static bool Differ(IReadOnlyList<EventData> events)
    {
        if (events.Count > Handful)
            return events.DistinctBy(e => e.EventId).Count() == events.Count;
        for (var i = 1; i < events.Count; i++)
        for (var before = 0; before < i; before++)
        {
            if (events[i].EventId == events[before].EventId)
                return false;
        }

        return true;
    }
}
