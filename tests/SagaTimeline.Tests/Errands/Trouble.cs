using System.Collections.Concurrent;

namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>Makes handlers fail, or wait.</summary>
public sealed class Trouble
{
    readonly ConcurrentDictionary<Guid, int> _strikes = new();
    readonly ConcurrentDictionary<Guid, Pause> _pauses = new();

    public void Strike(Guid errandId, int times) => _strikes[errandId] = times;

    public void MayStrike(Errand errand)
    {
        if (_strikes.TryGetValue(errand.CorrelationId, out var left) && left > 0)
        {
            _strikes[errand.CorrelationId] = left - 1;
            throw new InvalidOperationException($"The door does not open with {errand.Key}.", new TimeoutException("Nobody answered the bell."));
        }
    }

    /// <summary>Lets the next handler of an errand wait.</summary>
    public Pause PauseOnce(Guid errandId) => _pauses[errandId] = new Pause();

    public async Task MayPauseAsync(Errand errand)
    {
        if (!_pauses.TryRemove(errand.CorrelationId, out var pause))
            return;
        pause.Reached.SetResult();
        await pause.Ended.Task;
    }

    public sealed class Pause
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
