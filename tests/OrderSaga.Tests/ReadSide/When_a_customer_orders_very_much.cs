using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Tests.Orders;

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_a_customer_orders_very_much(HostWithOrders host) : IClassFixture<HostWithOrders>
{
    /// <summary>A hundred lines of ten thousand pieces, at just below a thousand million.</summary>
    static readonly Money Most = new(999_999_999_000_000m, "USD");

    [Fact]
    public async Task the_totals_of_a_day_are_as_large()
    {
        OrderEvent[] story =
            [AnOrder.Placed, new OrderEvent.StockReserved(AnOrder.ReservedLines, Most), new OrderEvent.PaymentCaptured(Most, "ch_1"), AnOrder.ShipmentCreated, AnOrder.Confirmed];
        for (var n = 0; n < 3; n++)
        {
            var order = Guid.CreateVersion7();
            foreach (var happened in story)
                await host.AppendAsync(order, customer: 3, happened, new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero));
        }

        await host.CaughtUpAsync();

        (await host.Database.ScalarAsync<decimal>("select confirmed_total from customer_totals where customer_id = 'customer-3' and day = '2024-05-06'")).ShouldBe(3 * Most.Amount);
        (await host.Database.ScalarAsync<long>("select count(*) from projection_set_aside")).ShouldBe(0);
    }
}
