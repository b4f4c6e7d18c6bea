using System.Collections.Concurrent;

namespace Sagas.EffectLedger.Tests;

/// <summary>What comes between making an effect and committing it.</summary>
sealed class Interruption
{
    readonly ConcurrentDictionary<Guid, Held> _held = new();
    int _failures;

    /// <summary>Where a deciding counter ends.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>The next effects fail.</summary>
    public void FailNext(int times) => _failures = times;

    /// <summary>A saga's next effect is held before its commit.</summary>
    public Held HoldNext(Guid sagaId) => _held[sagaId] = new Held();

    public async Task HappenAsync(Guid sagaId)
    {
        if (Interlocked.Decrement(ref _failures) >= 0)
            throw new InvalidOperationException("Something went wrong after the effect.");
        if (_held.TryRemove(sagaId, out var held))
            await held.WaitAsync();
    }
}

sealed class Held
{
    readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The effect is made, and waits.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public void Release() => _released.SetResult();

    public Task WaitAsync()
    {
        _arrived.SetResult();
        return _released.Task;
    }
}
