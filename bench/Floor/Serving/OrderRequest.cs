using Sagas.Floor.Hops;

namespace Sagas.Floor.Serving;

/// <summary>A request that is answered when it is committed.</summary>
sealed class OrderRequest(Hop hop) : Arrival(hop)
{
    readonly TaskCompletionSource<bool> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it was new; otherwise its Idempotency-Key was used before.</summary>
    public Task<bool> Written => _settled.Task;

    public override ValueTask SettleAsync(bool written, bool andAllBefore)
    {
        _settled.SetResult(written);
        return ValueTask.CompletedTask;
    }
}
