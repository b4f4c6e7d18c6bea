using Sagas.Transactions;

namespace Sagas.OrderSaga.Requests;

/// <summary>
/// Begins a request again when somebody else committed first, or when it may have been committed and nobody could say so: what was written is read by the next
/// attempt.
/// </summary>
static class Attempts
{
    /// <summary>Simultaneous requests for one thing, and the saga itself, can each be overtaken a few times.</summary>
    const int Most = 20;

    /// <summary>So many times at once. Then those that keep meeting each other step aside, each for as long as it happens to.</summary>
    const int AtOnce = 3;

    const int LongestPause = 100;

    public static async Task<T> UntilItIsKnownAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt();
            }
            catch (Exception exception) when (exception is TransactionConflictException or CommitOutcomeUnknownException && tries < Most)
            {
            }

            if (tries >= AtOnce)
                await Task.Delay(Random.Shared.Next(LongestPause), cancellationToken);
        }
    }
}
