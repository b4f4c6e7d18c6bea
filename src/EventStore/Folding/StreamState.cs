namespace Sagas.EventStore;

/// <summary>What a stream's events amount to.</summary>
/// <param name="State">The folded state.</param>
/// <param name="Version">The last event folded into it; zero for a stream that does not exist.</param>
public sealed record StreamState<TState>(TState State, long Version);
