using System.Collections.Concurrent;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Runs the work of one subject one after the other, and that of different subjects side by side. Work that fails holds its subject back: what waits behind
/// it is given up, so that it can't overtake.
/// </summary>
sealed class SubjectQueue(TimeProvider clock)
{
    readonly ConcurrentDictionary<Guid, Task<bool>> _last = new();
    readonly ConcurrentDictionary<Guid, DateTimeOffset> _heldUntil = new();

    /// <summary>How many subjects it has in mind.</summary>
    public int Count => _last.Count + _heldUntil.Count;

    public bool IsHeld(Guid? subject) => subject is { } id && _heldUntil.TryGetValue(id, out var until) && clock.GetUtcNow() < until;

    /// <summary>Called by one caller at a time.</summary>
    /// <param name="subject">Whose work it is; without a subject it waits for nothing.</param>
    /// <param name="work">Must not throw. Returns for how long the subject is held back; <c>null</c> when it succeeded.</param>
    /// <returns>Whether the work was done and succeeded.</returns>
    public async Task<bool> RunAsync(Guid? subject, Func<Task<TimeSpan?>> work)
    {
        if (subject is not { } id)
            return await work().ConfigureAwait(false) is null;

        var task = RunAfterAsync(_last.GetValueOrDefault(id), id, work);
        _last[id] = task;
        var succeeded = await task.ConfigureAwait(false);
        _last.TryRemove(new KeyValuePair<Guid, Task<bool>>(id, task));
        return succeeded;
    }

    async Task<bool> RunAfterAsync(Task<bool>? previous, Guid subject, Func<Task<TimeSpan?>> work)
    {
        if (previous is not null && !await previous.ConfigureAwait(false))
            return false;
        var hold = await work().ConfigureAwait(false);
        if (hold is { } duration)
            Hold(subject, duration);
        else
            _heldUntil.TryRemove(subject, out _);
        return hold is null;
    }

    void Hold(Guid subject, TimeSpan duration)
    {
        var now = clock.GetUtcNow();
        foreach (var (held, until) in _heldUntil)
        {
            if (until <= now)
                _heldUntil.TryRemove(held, out _);
        }

        _heldUntil[subject] = now + duration;
    }
}
