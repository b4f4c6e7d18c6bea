namespace Sagas.Projections;

/// <summary>Another process projects what this one thought was its own. Nothing was written.</summary>
sealed class LeaseLostException() : Exception("Another process has taken a partition over, or moved its checkpoint.");
