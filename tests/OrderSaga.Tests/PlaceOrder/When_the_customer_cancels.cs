using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_the_customer_cancels
{
    [Fact]
    public async Task while_stock_is_being_reserved_it_is_set_free_whether_or_not_the_reply_came()
    {
        await using var saga = await StartAsync();
        var reserve = await saga.PlaceAsync();

        await saga.CancelAsync();
        var unreserve = await saga.SentAsync<UnreserveStock>();
        await saga.ReplyAsync(Reserved(reserve));
        await saga.HandledAsync<StockReserved>();
        await saga.ReplyAsync(Unreserved(unreserve));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.CancelReason.ShouldBe(CancelReason.CustomerRequest);
        saga.HasSent<CapturePayment>().ShouldBeFalse("the saga has turned round");
    }

    [Fact]
    public async Task while_the_payment_is_being_captured_it_is_refunded_or_voided()
    {
        await using var saga = await StartAsync();
        await saga.PlaceAndReserveAsync();

        await saga.CancelAsync();
        var refund = await saga.SentAsync<RefundPayment>();
        await saga.ReplyAsync(new PaymentVoided { SagaId = saga.OrderId, OrderId = saga.OrderId, EffectKey = refund.EffectKey });
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.IsBalanced.ShouldBeTrue();
    }

    [Fact]
    public async Task while_the_shipment_is_being_created_shipping_decides_and_everything_is_undone_in_reverse()
    {
        await using var saga = await StartAsync();
        var create = await saga.PlaceReserveAndCaptureAsync();

        await saga.CancelAsync();
        var cancel = await saga.SentAsync<CancelShipment>();
        await saga.ReplyAsync(Created(create));
        await saga.HandledAsync<ShipmentCreated>();
        await saga.ReplyAsync(Cancelled(cancel));
        await saga.ReplyAsync(Refunded(await saga.SentAsync<RefundPayment>()));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.CancelReason.ShouldBe(CancelReason.CustomerRequest);
    }

    [Fact]
    public async Task after_the_parcel_has_left_the_order_is_confirmed_and_nothing_is_refunded()
    {
        await using var saga = await StartAsync();
        await saga.PlaceReserveAndCaptureAsync();

        await saga.CancelAsync();
        var cancel = await saga.SentAsync<CancelShipment>();
        await saga.ReplyAsync(new ShipmentCancellationRefused
        {
            SagaId = saga.OrderId,
            OrderId = saga.OrderId,
            EffectKey = cancel.EffectKey,
            Reason = "AlreadyDispatched",
            ShipmentId = Guid.CreateVersion7(),
            Carrier = "Speedy Express",
            TrackingNumber = "SE-1",
        });

        await saga.IsInAsync(machine => machine.Confirmed);
        saga.Order.CancellationRejectedBecause.ShouldBe("AlreadyDispatched");
        saga.HasSent<RefundPayment>().ShouldBeFalse("the order stands");
    }

    [Fact]
    public async Task twice_it_is_undone_once()
    {
        await using var saga = await StartAsync();
        await saga.PlaceAsync();

        await saga.CancelAsync();
        var unreserve = await saga.SentAsync<UnreserveStock>();
        await saga.CancelAsync("really");
        await saga.ReplyAsync(Unreserved(unreserve));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.CountSent<UnreserveStock>().ShouldBe(1);
    }
}
