using Sagas.EventStore;

namespace Sagas.Projections;

/// <summary>A partition of the streams that this process projects, and how far.</summary>
sealed record Partition(int Number, GlobalCheckpoint Checkpoint);
