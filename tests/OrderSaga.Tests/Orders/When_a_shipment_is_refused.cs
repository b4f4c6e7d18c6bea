using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_a_shipment_is_refused
{
    static readonly OrderCommand.RecordShipmentRefused RecordRefused = new("CountryNotServed");

    [Fact]
    public void The_order_turns_round_and_owes_money_and_stock()
    {
        var order = Given(OnItsWayToConfirmation).When(RecordRefused).Then(new OrderEvent.ShipmentRefused("CountryNotServed"));

        order.Status.ShouldBe(OrderStatus.Cancelling);
        order.CancelReason.ShouldBe(CancelReason.ShipmentRefused);
        order.Shipment.RefusedBecause.ShouldBe("CountryNotServed");
        order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public void It_cannot_have_left() =>
        Given([.. OnItsWayToConfirmation, new OrderEvent.ShipmentDispatched(ShipmentId, Monday)]).When(RecordRefused)
            .ThenItIsBroken("reported as refused, but it has left", "Ask Shipping");

    [Fact]
    public void It_cannot_leave_afterwards() =>
        Given([.. OnItsWayToConfirmation, new OrderEvent.ShipmentRefused("CountryNotServed")])
            .When(new OrderCommand.RecordShipmentDispatched(ShipmentId, Monday))
            .ThenItIsBroken("has left, though the order's shipment was cancelled or refused", "bring it back");
}
