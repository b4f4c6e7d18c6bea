namespace Sagas.EventStore;

/// <summary>
/// A place in the order of all events. An event is never inserted before a checkpoint that a reader has been given, and the
/// events of one stream come in the order of their versions.
/// </summary>
/// <param name="Xid">The transaction that counts for the event: <c>events.xid</c>.</param>
/// <param name="Position">The event's position. Positions alone are unique but not safe to read by: they are taken before they commit.</param>
public readonly record struct GlobalCheckpoint(ulong Xid, long Position)
{
    /// <summary>Before the first event.</summary>
    public static GlobalCheckpoint Start => default;
}
