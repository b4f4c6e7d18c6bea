namespace Sagas.EventStore;

/// <summary>The folded state of a stream at one version: a cache that may be lost at any time.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The last event folded into it.</param>
/// <param name="State">The state as UTF-8 JSON.</param>
/// <param name="Stamp">What folded it. A snapshot whose stamp is not the reader's own is ignored.</param>
public sealed record StreamSnapshot(StreamId Stream, long Version, ReadOnlyMemory<byte> State, string Stamp);
