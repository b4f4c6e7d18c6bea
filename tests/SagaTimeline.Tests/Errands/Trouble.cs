using System.Collections.Concurrent;

namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>Makes handlers fail.</summary>
public sealed class Trouble
{
    readonly ConcurrentDictionary<Guid, int> _strikes = new();

    public void Strike(Guid errandId, int times) => _strikes[errandId] = times;

    public void MayStrike(Errand errand)
    {
        if (_strikes.TryGetValue(errand.CorrelationId, out var left) && left > 0)
        {
            _strikes[errand.CorrelationId] = left - 1;
            throw new InvalidOperationException($"The door does not open with {errand.Key}.", new TimeoutException("Nobody answered the bell."));
        }
    }
}
