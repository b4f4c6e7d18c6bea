namespace Sagas.OrderSaga.Web.Live;

static class Patience
{
    /// <returns>Whether it happens in time, before the host stops.</returns>
    public static async Task<bool> HappensWithinAsync(this Task happens, TimeSpan patience, TimeProvider clock, CancellationToken stopping, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stopping);
        try
        {
            await happens.WaitAsync(patience, clock, over.Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
