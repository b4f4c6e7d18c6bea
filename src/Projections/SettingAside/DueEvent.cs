namespace Sagas.Projections;

/// <summary>An event that was set aside and is to be tried again.</summary>
sealed record DueEvent(long Id, int Partition, string Stream, long Version, int Attempts);
