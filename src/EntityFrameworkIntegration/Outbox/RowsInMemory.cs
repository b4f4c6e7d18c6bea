using System.Collections.Concurrent;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The rows that this process is sending or deleting: a bounded number, and each once, so that the sweep can't add one that is here already.</summary>
sealed class RowsInMemory(int limit)
{
    readonly ConcurrentDictionary<Guid, byte> _messageIds = new();
    int _count;

    /// <summary>How many more there may be.</summary>
    public int Room => Math.Max(0, limit - Volatile.Read(ref _count));

    public bool TryAdd(Guid messageId)
    {
        if (Interlocked.Increment(ref _count) <= limit && _messageIds.TryAdd(messageId, 0))
            return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    public void Remove(Guid messageId)
    {
        if (_messageIds.TryRemove(messageId, out _))
            Interlocked.Decrement(ref _count);
    }
}
