using System.Diagnostics;

namespace Sagas.Transactions;

/// <summary>How long a unit of work has lasted, and how much of that it waited for its database.</summary>
public sealed class UnitClock
{
    readonly long _beganAt = Stopwatch.GetTimestamp();
    readonly Lock _lock = new();
    TimeSpan _waited;
    long _waitingSince;
    int _waits;

    /// <summary>The time since the unit began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_beganAt);

    /// <summary>The time in waits that are over: reads, and statements of the handler's own. What the commit takes is not known before it is over.</summary>
    public TimeSpan InDatabase
    {
        get
        {
            lock (_lock)
                return _waited;
        }
    }

    /// <summary>Counts the time until <paramref name="work" /> is done. Of waits inside of others, and of several at once, the outermost counts.</summary>
    /// <param name="work">What is waited for.</param>
    public async Task InDatabaseAsync(Func<Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Begin();
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }

    /// <inheritdoc cref="InDatabaseAsync(Func{Task})" />
    public async Task<T> InDatabaseAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Begin();
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }

    void Begin()
    {
        lock (_lock)
        {
            if (_waits++ == 0)
                _waitingSince = Stopwatch.GetTimestamp();
        }
    }

    void End()
    {
        lock (_lock)
        {
            if (--_waits == 0)
                _waited += Stopwatch.GetElapsedTime(_waitingSince);
        }
    }
}
