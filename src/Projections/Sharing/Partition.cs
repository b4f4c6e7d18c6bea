using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>A partition of the streams that this process projects, and how far.</summary>
sealed record Partition(int Number, GlobalCheckpoint Checkpoint)
{
    /// <summary>How many there are. Checkpoints depend on it: for ever.</summary>
    internal const int All = 16;

    internal static int Of(StreamId stream) => StreamPartitions.NumberOf(stream, All);
}
