using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_the_price_has_changed
{
    [Fact]
    public async Task the_stock_is_set_free_and_nothing_is_charged()
    {
        await using var saga = await StartAsync();
        var command = await saga.PlaceAsync(expectedTotal: new Money(150.00m, "USD"));

        await saga.ReplyAsync(Reserved(command));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.CancelReason.ShouldBe(CancelReason.PriceChanged);
        saga.HasSent<CapturePayment>().ShouldBeFalse("the customer was shown another price");
    }
}
