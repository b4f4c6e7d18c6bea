namespace Sagas.Projections;

/// <summary>Says in this process that events were committed. However often it rings meanwhile, a sleeper wakes once.</summary>
public sealed class EventAlarm
{
    readonly List<SemaphoreSlim> _sleepers = [];

    /// <summary>Events were committed by this process: it wakes, and the other processes are told.</summary>
    public void Ring()
    {
        RingHere();
        Committed?.Invoke();
    }

    internal event Action? Committed;

    /// <summary>How many processes projected when this one last looked. Where it is alone, nobody needs to be told.</summary>
    internal int Members { get; set; } = int.MaxValue;

    internal void RingHere()
    {
        lock (_sleepers)
        {
            foreach (var sleeper in _sleepers)
                WakeUp(sleeper);
        }
    }

    /// <summary>A new sleeper, which waits for its semaphore and is woken by releasing it.</summary>
    internal SemaphoreSlim Join()
    {
        var sleeper = new SemaphoreSlim(0);
        lock (_sleepers)
            _sleepers.Add(sleeper);
        return sleeper;
    }

    internal void Leave(SemaphoreSlim sleeper)
    {
        lock (_sleepers)
            _sleepers.Remove(sleeper);
        sleeper.Dispose();
    }

    // Only ringing releases, and it holds the lock: the count never goes beyond one.
    static void WakeUp(SemaphoreSlim sleeper)
    {
        if (sleeper.CurrentCount == 0)
            sleeper.Release();
    }
}
