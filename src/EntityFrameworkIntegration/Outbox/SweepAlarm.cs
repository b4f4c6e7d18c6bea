namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Wakes the sweep when something is due before it meant to look again. What other processes arm is found by their own sweep.</summary>
sealed class SweepAlarm
{
    readonly Lock _lock = new();
    TaskCompletionSource? _sleep;
    DateTimeOffset _until;
    DateTimeOffset _rungFor = DateTimeOffset.MaxValue;

    public void Ring(DateTimeOffset due)
    {
        lock (_lock)
        {
            if (due < _rungFor)
                _rungFor = due;
            if (due < _until)
                _sleep?.TrySetResult();
        }
    }

    /// <param name="until">When the sweep looks again anyway.</param>
    /// <param name="pause">The time until then.</param>
    public async Task SleepAsync(DateTimeOffset until, Task pause)
    {
        Task rung;
        lock (_lock)
        {
            // It may have rung since the sweep looked.
            var missed = _rungFor < until;
            _rungFor = DateTimeOffset.MaxValue;
            if (missed)
                return;
            _until = until;
            _sleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            rung = _sleep.Task;
        }

        // A pause that was cancelled throws here; one that the alarm cut short ends by itself, unseen.
        await (await Task.WhenAny(pause, rung).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
