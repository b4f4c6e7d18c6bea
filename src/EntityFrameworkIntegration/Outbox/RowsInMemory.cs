using System.Collections.Concurrent;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The rows that this process is sending or deleting: a bounded number, and each once, so that the sweep can't add one that is here already.</summary>
sealed class RowsInMemory(int limit)
{
    readonly ConcurrentDictionary<Guid, DateTimeOffset> _leases = new();
    int _count;

    /// <summary>How many more there may be.</summary>
    public int Room => Math.Max(0, limit - Volatile.Read(ref _count));

    public bool IsEmpty => _leases.IsEmpty;

    /// <returns>Whether it was added. One that is here already only has its lease renewed.</returns>
    public bool TryAdd(Guid messageId, DateTimeOffset leasedUntil)
    {
        if (Interlocked.Increment(ref _count) <= limit && _leases.TryAdd(messageId, leasedUntil))
            return true;
        Interlocked.Decrement(ref _count);
        if (_leases.TryGetValue(messageId, out var lease))
            _leases.TryUpdate(messageId, leasedUntil, lease);
        return false;
    }

    /// <summary>Whether nobody else may have taken the row yet.</summary>
    public bool IsLeased(Guid messageId, DateTimeOffset now) => _leases.TryGetValue(messageId, out var leasedUntil) && now < leasedUntil;

    public void Remove(Guid messageId)
    {
        if (_leases.TryRemove(messageId, out _))
            Interlocked.Decrement(ref _count);
    }
}
