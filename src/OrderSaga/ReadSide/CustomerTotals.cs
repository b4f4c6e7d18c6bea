using Npgsql;
using Sagas.Contracts;
using Sagas.OrderSaga.Data;

namespace Sagas.OrderSaga.ReadSide;

/// <summary>What a customer ordered on a day, in one currency.</summary>
/// <param name="Day">The day (UTC) on which the orders were placed.</param>
/// <param name="Orders">How many the catalogue priced, whatever became of them.</param>
/// <param name="Confirmed">How many of them were confirmed.</param>
/// <param name="ConfirmedTotal">The sum of those.</param>
/// <param name="RefundedTotal">What of the day's orders was paid back, for cancellations and returns.</param>
public sealed record CustomerDayView(DateOnly Day, long Orders, long Confirmed, Money ConfirmedTotal, Money RefundedTotal);

/// <summary>Adds up what customers order.</summary>
sealed class CustomerTotals(NpgsqlDataSource database)
{
    const string Query =
        $"""
        select day, currency, orders, confirmed, confirmed_total, refunded_total from customer_totals
        where slot = {OrderReadModel.LiveSlot} and tenant = $1 and customer_id = $2 and day between $3 and $4 order by day, currency
        """;

    public Task<List<CustomerDayView>> OfAsync(string tenant, string customerId, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.CreateCommand(Query).With(tenant).With(customerId).With(from).With(to).ReadAsync(
            row => new CustomerDayView(
                row.GetFieldValue<DateOnly>(0), row.GetInt64(2), row.GetInt64(3), In(row.GetString(1), row.GetDecimal(4)), In(row.GetString(1), row.GetDecimal(5))),
            cancellationToken);

    static Money In(string currency, decimal amount) => new(Currency.Plain(amount, currency), currency);
}
