namespace Sagas.Projections;

/// <summary>What came of dismissing an event that was set aside.</summary>
public enum Dismissal
{
    /// <summary>It is dismissed.</summary>
    Done,

    /// <summary>There is no such event.</summary>
    NoSuchEvent,

    /// <summary>Its stream waits for another event meanwhile. Nothing was changed.</summary>
    OfAnotherVersion,
}
