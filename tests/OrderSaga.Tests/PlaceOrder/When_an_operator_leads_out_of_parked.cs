using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_an_operator_leads_out_of_parked
{
    static readonly Situation ParkedForTheRefund = new("Parked", StepNames.Of(OrderStep.CapturePayment), UndoRound: 1);

    [Fact]
    public async Task by_a_retry_the_undo_is_asked_for_in_a_new_round_and_the_saga_goes_on()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        var first = await ParkAsync(saga);

        await saga.ReplyAsync(Retry(saga, ParkedForTheRefund));
        var second = await saga.SentAsync<RefundPayment>(nth: 2);
        second.EffectKey.ShouldBe(first.EffectKey with { Round = 2 });
        second.Undoes.ShouldBe(first.Undoes, "the capture that is to be released is the same");
        await saga.ReplyAsync(Refunded(second));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Saga.ParkedBecause.ShouldBeNull();
        saga.Order.Status.ShouldBe(OrderStatus.Cancelled);
    }

    [Fact]
    public async Task a_reply_of_the_round_before_is_late()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        var first = await ParkAsync(saga);
        await saga.ReplyAsync(Retry(saga, ParkedForTheRefund));
        await saga.SentAsync<RefundPayment>(nth: 2);

        await saga.ReplyAsync(Refunded(first));
        await saga.HandledAsync<PaymentRefunded>();

        await saga.IsInAsync(machine => machine.RefundingPayment);
        saga.HasSent<UnreserveStock>().ShouldBeFalse("the second round has not been answered");
    }

    [Fact]
    public async Task in_vain_it_is_parked_again()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await ParkAsync(saga);
        await saga.ReplyAsync(Retry(saga, ParkedForTheRefund));

        await saga.FaultAsync(await saga.SentAsync<RefundPayment>(nth: 2));

        await saga.IsInAsync(machine => machine.Parked);
        saga.Saga.CapturePaymentUndo.ShouldBe(Compensation.Failed);
        saga.Order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public async Task by_hand_the_undo_is_settled_and_the_rest_is_undone()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await ParkAsync(saga);

        await saga.ReplyAsync(Resolve(saga, ParkedForTheRefund));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Saga.CapturePaymentUndo.ShouldBe(Compensation.Waived);
        saga.Order.Payment.Standing.ShouldBe(StepStanding.Waived);
        saga.Order.IsBalanced.ShouldBeTrue();
    }

    [Fact]
    public async Task a_request_about_another_situation_is_void()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await ParkAsync(saga);

        await saga.ReplyAsync(Resolve(saga, ParkedForTheRefund with { Step = StepNames.Of(OrderStep.ReserveStock) }));
        await saga.ReplyAsync(Retry(saga, ParkedForTheRefund with { UndoRound = 2 }));
        await saga.HandledAsync<RetrySaga>();

        await saga.IsInAsync(machine => machine.Parked);
        saga.Order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
        saga.CountSent<RefundPayment>().ShouldBe(1);
    }

    [Fact]
    public async Task a_parcel_that_has_left_is_not_settled_by_hand_and_a_retry_confirms_the_order()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await saga.PlaceReserveAndCaptureAsync();
        await saga.CancelAsync();
        await saga.FaultAsync(await saga.SentAsync<CancelShipment>());
        await saga.IsInAsync(machine => machine.Parked);
        var parcel = Guid.CreateVersion7();
        var seen = new Situation("Parked", StepNames.Of(OrderStep.CreateShipment), UndoRound: 1);

        await saga.ReplyAsync(new ShipmentDispatched { OrderId = saga.OrderId, ShipmentId = parcel, Lines = [], DispatchedAt = TimeProvider.System.GetUtcNow() });
        await saga.HandledAsync<ShipmentDispatched>();
        await saga.ReplyAsync(Resolve(saga, seen));
        await saga.HandledAsync<ResolveSaga>();
        await saga.ReplyAsync(Retry(saga, seen));
        var cancel = await saga.SentAsync<CancelShipment>(nth: 2);
        await saga.ReplyAsync(HasLeft(saga, cancel, parcel));

        await saga.IsInAsync(machine => machine.Confirmed);
        saga.HasSent<RefundPayment>().ShouldBeFalse("the customer has the goods");
    }

    [Fact]
    public async Task a_parcel_that_is_heard_to_have_left_confirms_the_order_and_nothing_is_settled_by_hand_any_more()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await saga.PlaceReserveAndCaptureAsync();
        await saga.CancelAsync();
        var cancel = await saga.SentAsync<CancelShipment>();
        await saga.FaultAsync(cancel);
        await saga.IsInAsync(machine => machine.Parked);
        var seen = new Situation("Parked", StepNames.Of(OrderStep.CreateShipment), UndoRound: 1);

        await saga.ReplyAsync(HasLeft(saga, cancel, Guid.CreateVersion7()));
        await saga.IsInAsync(machine => machine.Confirmed);
        await saga.ReplyAsync(Resolve(saga, seen));
        await saga.HandledAsync<ResolveSaga>();

        await saga.IsInAsync(machine => machine.Confirmed);
        saga.Order.Outcome.ShouldBe(OrderOutcome.Confirmed);
        saga.Order.CancellationRejectedBecause.ShouldBe("AlreadyDispatched");
        saga.HasSent<RefundPayment>().ShouldBeFalse("the customer has the goods");
    }

    [Fact]
    public async Task a_parcel_that_is_heard_to_have_left_after_its_cancellation_was_settled_is_evidence_only()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await saga.PlaceReserveAndCaptureAsync();
        await saga.CancelAsync();
        var cancel = await saga.SentAsync<CancelShipment>();
        await saga.ReplyAsync(Cancelled(cancel));
        await saga.FaultAsync(await saga.SentAsync<RefundPayment>());
        await saga.IsInAsync(machine => machine.Parked);

        await saga.ReplyAsync(HasLeft(saga, cancel, Guid.CreateVersion7()));
        await saga.HandledAsync<ShipmentCancellationRefused>();

        await saga.IsInAsync(machine => machine.Parked);
        saga.Order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    static ShipmentCancellationRefused HasLeft(PlaceOrderHarness saga, CancelShipment cancel, Guid parcel) => new()
    {
        SagaId = saga.OrderId, OrderId = saga.OrderId, EffectKey = cancel.EffectKey,
        Reason = "AlreadyDispatched", ShipmentId = parcel, Carrier = "Speedy Express", TrackingNumber = "SE-1",
    };

    static async Task<RefundPayment> ParkAsync(PlaceOrderHarness saga)
    {
        await saga.PlaceAndReserveAsync();
        await saga.CancelAsync();
        var refund = await saga.SentAsync<RefundPayment>();
        await saga.FaultAsync(refund);
        await saga.IsInAsync(machine => machine.Parked);
        return refund;
    }

    static RetrySaga Retry(PlaceOrderHarness saga, Situation seen) => new()
    {
        RequestId = Guid.CreateVersion7(), SagaId = saga.OrderId, Operator = "dana", Reason = "Payment is back", Seen = seen,
    };

    static ResolveSaga Resolve(PlaceOrderHarness saga, Situation seen) => new()
    {
        RequestId = Guid.CreateVersion7(), SagaId = saga.OrderId, Operator = "dana", Reason = "refunded by hand", Evidence = "bank transfer 4711", Seen = seen,
    };
}
