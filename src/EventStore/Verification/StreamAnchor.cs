namespace Sagas.EventStore;

/// <summary>How far all streams had come on a day. A copy kept elsewhere makes even a rewritten table of anchors show.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Through">The last event it covers.</param>
/// <param name="Streams">How many streams got events since the anchor before.</param>
/// <param name="Hash">Covers the heads of those streams and the anchor before: 32 bytes.</param>
public sealed record StreamAnchor(DateOnly Day, GlobalCheckpoint Through, long Streams, ReadOnlyMemory<byte> Hash);
