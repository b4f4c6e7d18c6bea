using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_the_payment_is_declined
{
    [Fact]
    public async Task the_stock_is_set_free_and_nothing_is_refunded()
    {
        await using var saga = await StartAsync();
        var command = await saga.PlaceAndReserveAsync();

        await saga.ReplyAsync(new PaymentDeclined { SagaId = saga.OrderId, OrderId = saga.OrderId, EffectKey = command.EffectKey, Reason = "InsufficientFunds" });
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.CancelReason.ShouldBe(CancelReason.PaymentDeclined);
        saga.HasSent<RefundPayment>().ShouldBeFalse("a declined capture charged nothing");
    }
}
