namespace Sagas.EventStore;

/// <summary>The stream belongs to another tenant than the append. Nothing was written.</summary>
public sealed class ForeignTenantException(StreamId stream) : Exception(
    $"Stream {stream} belongs to another tenant. A stream keeps the tenant of its first append.")
{
    /// <summary>The stream.</summary>
    public StreamId Stream { get; } = stream;
}
