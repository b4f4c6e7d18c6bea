using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_the_shipment_is_refused
{
    [Fact]
    public async Task the_payment_is_refunded_and_then_the_stock_set_free()
    {
        await using var saga = await StartAsync();
        var command = await saga.PlaceReserveAndCaptureAsync();

        await saga.ReplyAsync(new ShipmentRefused { SagaId = saga.OrderId, OrderId = saga.OrderId, EffectKey = command.EffectKey, Reason = "CountryNotServed" });
        var refund = await saga.SentAsync<RefundPayment>();
        saga.HasSent<UnreserveStock>().ShouldBeFalse("steps are undone one after the other, the last first");
        await saga.ReplyAsync(Refunded(refund));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        refund.Undoes.ToString().ShouldBe($"{saga.OrderId}/capture-payment/do/1");
        refund.EffectKey.ToString().ShouldBe($"{saga.OrderId}/capture-payment/undo/1");
        saga.Order.IsBalanced.ShouldBeTrue();
        saga.HasSent<CancelShipment>().ShouldBeFalse("a refused shipment does not exist");
    }
}
