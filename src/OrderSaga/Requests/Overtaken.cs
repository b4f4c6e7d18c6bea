using Sagas.Transactions;

namespace Sagas.OrderSaga.Requests;

/// <summary>Begins a request again when somebody else committed first; what they wrote is read by the next attempt.</summary>
static class Overtaken
{
    /// <summary>Simultaneous requests for one thing, and the saga itself, can each be overtaken a few times.</summary>
    const int Tries = 10;

    public static async Task<T> UntilNotAsync<T>(Func<Task<T>> attempt)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await attempt();
            }
            catch (TransactionConflictException) when (tries < Tries)
            {
            }
        }
    }
}
