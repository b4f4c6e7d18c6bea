using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_stock_is_unavailable
{
    [Fact]
    public async Task there_is_nothing_to_undo_and_the_order_is_cancelled()
    {
        await using var saga = await PlaceOrderHarness.StartAsync();
        var command = await saga.PlaceAsync();

        await saga.ReplyAsync(new StockUnavailable
        {
            SagaId = saga.OrderId,
            OrderId = saga.OrderId,
            EffectKey = command.EffectKey,
            Reason = "OutOfStock",
            Shortages = [new Shortage { Sku = "NW-011", Requested = 12, Available = 3 }],
        });

        await saga.IsInAsync(machine => machine.Cancelled);
        (await saga.PublishedAsync<OrderCancelled>()).Reason.ShouldBe(nameof(CancelReason.StockUnavailable));
        saga.HasSent<UnreserveStock>().ShouldBeFalse("nothing was reserved");
    }
}
