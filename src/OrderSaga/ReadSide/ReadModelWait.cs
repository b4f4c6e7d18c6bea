using Npgsql;
using Sagas.OrderSaga.Data;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>Waits until lists show an order's version.</summary>
sealed class ReadModelWait(NpgsqlDataSource database, TimeProvider clock)
{
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    const string Query = $"select version from order_summaries where slot = {OrderReadModel.LiveSlot} and order_id = $1";

    /// <returns>Whether they do; not when it took too long.</returns>
    public async Task<bool> ForAsync(Guid orderId, long version, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            if ((await database.CreateCommand(Query).With(orderId).ReadAsync(row => row.GetInt64(0), cancellationToken)) is [var shown] && shown >= version)
                return true;
            if (clock.GetElapsedTime(began) >= Longest)
                return false;
            await Task.Delay(BetweenLooks, clock, cancellationToken);
        }
    }
}
