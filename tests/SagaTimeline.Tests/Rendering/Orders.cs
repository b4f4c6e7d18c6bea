namespace Sagas.SagaTimeline.Tests.Rendering;

/// <summary>The orders whose timelines are shown.</summary>
static class Orders
{
    public static Story Confirmed() => new Story()
        .ActsOn(0, "srv1_AllInOne_bus_4x9oyyb", "PlaceOrder", "ReservingStock", Caused.Sends("ReserveStock", "inventory").Arms("DeadlinePassed", 1, 0, 30))
        .ActsOn(0.412, "inventory", "StockReserved", "CapturingPayment", Caused.Sends("CapturePayment", "payment").Cancels(1).Arms("DeadlinePassed", 2, 0.412, 30))
        .ActsOn(1.204, "payment", "PaymentCaptured", "CreatingShipment", Caused.Sends("CreateShipment", "shipping").Cancels(2).Arms("DeadlinePassed", 3, 1.204, 30))
        .ActsOn(1.898, "shipping", "ShipmentCreated", "Confirmed", Caused.Publishes("OrderConfirmed").Cancels(3));

    public static Story Compensated() => new Story()
        .ActsOn(0, "srv1_AllInOne_bus_4x9oyyb", "PlaceOrder", "ReservingStock", Caused.Sends("ReserveStock", "inventory").Arms("DeadlinePassed", 1, 0, 30))
        .ActsOn(0.412, "inventory", "StockReserved", "CapturingPayment", Caused.Sends("CapturePayment", "payment").Cancels(1).Arms("DeadlinePassed", 2, 0.412, 30))
        .ActsOn(
            1.204, "payment", "PaymentDeclined", "UnreservingStock",
            Caused.Sends("UnreserveStock", "inventory").Cancels(2).Arms("DeadlinePassed", 3, 1.204, 30), "the payment was declined: InsufficientFunds")
        .ActsOn(1.623, "inventory", "StockUnreserved", "Cancelled", Caused.Publishes("OrderCancelled").Cancels(3), "the payment was declined: InsufficientFunds")
        .LetsPass(StepKind.Ignored, 4.018, "srv1_AllInOne_bus_4x9oyyb", "CancelOrder", "the order is cancelled already");

    public static Story Retried() => new Story()
        .ActsOn(0, "srv1_AllInOne_bus_4x9oyyb", "PlaceOrder", "ReservingStock", Caused.Sends("ReserveStock", "inventory").Arms("DeadlinePassed", 1, 0, 30))
        .Meets(
            StepKind.Failed, 0.430, "inventory", "StockReserved",
            Caused.Fails(
                "PricingException", "There is no exchange rate for XAU.", "PlaceOrderSteps.CapturePayment (PlaceOrderSteps.cs:84)",
                new StepFailure("KeyNotFoundException", "The given key 'XAU' was not present in the dictionary.", null, null)), id: 7)
        .Meets(
            StepKind.Failed, 0.441, "inventory", "StockReserved",
            Caused.Fails("PricingException", "There is no exchange rate for XAU.", "PlaceOrderSteps.CapturePayment (PlaceOrderSteps.cs:84)"), id: 7, attempt: 2)
        .ActsOn(
            0.502, "inventory", "StockReserved", "CapturingPayment",
            Caused.Sends("CapturePayment", "payment").Cancels(1).Arms("DeadlinePassed", 2, 0.502, 30), id: 7, attempt: 3)
        .Meets(StepKind.Duplicate, 0.618, "inventory", "StockReserved", id: 7)
        .Fires(30.511, "DeadlinePassed", 2, "CapturingPayment", Caused.Sends("CapturePayment", "payment").Arms("DeadlinePassed", 3, 30.511, 60))
        .Meets(StepKind.Conflicted, 41.870, "payment", "PaymentCaptured", id: 8)
        .With(step => step with { SentAt = step.HandledAt.AddSeconds(-9.3) })
        .ActsOn(
            41.902, "payment", "PaymentCaptured", "CreatingShipment",
            Caused.Sends("CreateShipment", "shipping").Cancels(3).Arms("DeadlinePassed", 4, 41.902, 30), id: 8, attempt: 2)
        .LetsPass(StepKind.TimerLate, 41.950, "place-order", "DeadlinePassed", null, new StepDetails { Timer = Story.Token(3) })
        .ActsOn(42.377, "shipping", "ShipmentCreated", "Confirmed", Caused.Publishes("OrderConfirmed").Cancels(4))
        .With(step => step with { Redelivered = true, NoTraceOfEarlierAttempt = true });

    public static Story CancelledTooEarly() => new Story()
        .Meets(StepKind.NoInstance, 0, "srv1_AllInOne_bus_4x9oyyb", "CancelOrder", new StepDetails().Arms("CancelOrder", 1, 0, 5))
        .With(step => step with { Actor = "alice" })
        .Meets(
            StepKind.NoInstance, 5.010, "place-order", "CancelOrder", new StepDetails { Timer = Story.Token(1) }.Arms("CancelOrder", 2, 5.010, 5));

    public static Story Parked() => new Story()
        .ActsOn(0, "srv1_AllInOne_bus_4x9oyyb", "PlaceOrder", "ReservingStock", Caused.Sends("ReserveStock", "inventory").Arms("DeadlinePassed", 1, 0, 30))
        .ActsOn(0.412, "inventory", "StockReserved", "CapturingPayment", Caused.Sends("CapturePayment", "payment").Cancels(1).Arms("DeadlinePassed", 2, 0.412, 30))
        .ActsOn(1.204, "payment", "PaymentCaptured", "CreatingShipment", Caused.Sends("CreateShipment", "shipping").Cancels(2).Arms("DeadlinePassed", 3, 1.204, 30))
        .ActsOn(
            1.898, "shipping", "ShipmentRefused", "RefundingPayment",
            Caused.Sends("RefundPayment", "payment").Cancels(3).Arms("DeadlinePassed", 4, 1.898, 30), "Shipping refused the shipment: AddressNotServed")
        .ActsOn(2.340, "payment", "Fault<RefundPayment>", "RefundingPayment", new StepDetails().Cancels(4).Arms("DeadlinePassed", 5, 2.340, 60))
        .Fires(62.391, "DeadlinePassed", 5, "RefundingPayment", Caused.Sends("RefundPayment", "payment").Arms("DeadlinePassed", 6, 62.391, 120))
        .ActsOn(
            63.007, "payment", "Fault<RefundPayment>", "Parked", Caused.Publishes("OrderParked").Cancels(6),
            "the refund failed 2 times; owed: refund of 129.90 USD, then the stock")
        .ActsOn(8_127.5, null, "RetryRequested", "RefundingPayment", Caused.Sends("RefundPayment", "payment").Arms("DeadlinePassed", 7, 8_127.5, 30), "the gateway is back")
        .With(step => step with { Actor = "alice" });
}
