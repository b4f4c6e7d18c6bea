using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>The steps' names in effect keys. Participants store them: never renamed.</summary>
static class StepNames
{
    public static string Of(OrderStep step) => step switch
    {
        OrderStep.ReserveStock => "reserve-stock",
        OrderStep.CapturePayment => "capture-payment",
        OrderStep.CreateShipment => "create-shipment",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "Not a step of placing an order."),
    };
}
