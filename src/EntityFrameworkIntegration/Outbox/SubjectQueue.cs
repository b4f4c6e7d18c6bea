using System.Collections.Concurrent;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Runs the work of one subject one after the other, and that of different subjects side by side.</summary>
sealed class SubjectQueue
{
    readonly ConcurrentDictionary<Guid, Task> _last = new();

    /// <summary>Called by one caller at a time; the work must not throw.</summary>
    public async Task RunAsync(Guid? subject, Func<Task> work)
    {
        if (subject is not { } id)
        {
            await work().ConfigureAwait(false);
            return;
        }

        var task = _last.TryGetValue(id, out var previous) && !previous.IsCompleted ? After(previous, work) : work();
        _last[id] = task;
        await task.ConfigureAwait(false);
        _last.TryRemove(new KeyValuePair<Guid, Task>(id, task));
    }

    static async Task After(Task previous, Func<Task> work)
    {
        await previous.ConfigureAwait(false);
        await work().ConfigureAwait(false);
    }
}
