namespace Sagas.EventStore;

/// <summary>A table whose rows are places in the order of all events. Names are as SQL spells them.</summary>
/// <param name="Name">The table.</param>
/// <param name="Xid">Its column with <see cref="GlobalCheckpoint.Xid" />, of type xid8.</param>
/// <param name="Position">Its column with <see cref="GlobalCheckpoint.Position" />, of type bigint.</param>
public sealed record CheckpointTable(string Name, string Xid = "xid", string Position = "position");
