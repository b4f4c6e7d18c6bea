using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Requests;
using Sagas.Transactions;
using static Sagas.OrderSaga.Orders.OrderCommand;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>What the saga does: starts steps, undoes them, and tells the order what it heard.</summary>
public sealed class PlaceOrderSteps(IOptions<PlaceOrderOptions> options, TimeProvider clock)
{
    readonly PlaceOrderOptions _options = options.Value;

    public void Begin(BehaviorContext<PlaceOrderState, Contracts.Orders.PlaceOrder> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        saga.CustomerId = message.CustomerId;
        saga.Lines = message.Lines;
        saga.ShipTo = message.ShipTo;
        saga.PaymentToken = message.PaymentToken;
        saga.StartedAt = saga.UpdatedAt = clock.GetUtcNow();

        var order = OrderStream.Of(context);
        if (!order.State.IsPlaced)
            order.Decide(new Place(message.CustomerId, message.Lines, message.ShipTo, message.ExpectedTotal));
    }

    public Task SendCommand(BehaviorContext<PlaceOrderState> context, OrderStep step, EffectIntent intent) => (step, intent) switch
    {
        (OrderStep.ReserveStock, EffectIntent.Do) => ReserveStock(context),
        (OrderStep.CapturePayment, EffectIntent.Do) => CapturePayment(context),
        (OrderStep.CreateShipment, EffectIntent.Do) => CreateShipment(context),
        (OrderStep.CreateShipment, _) => CancelShipment(context),
        (OrderStep.CapturePayment, _) => RefundPayment(context),
        _ => UnreserveStock(context),
    };

    // Forward. A step that is sent again keeps its round, so that the participant answers with what it did the first time.

    static Task ReserveStock(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Inventory, new ReserveStock
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = Do(context.Saga, OrderStep.ReserveStock),
        Lines = context.Saga.Lines,
    });

    static Task CapturePayment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Payment, new CapturePayment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = Do(context.Saga, OrderStep.CapturePayment),
        Amount = OrderStream.Of(context).State.Reservation.Total!,
        PaymentToken = context.Saga.PaymentToken!,
    });

    static Task CreateShipment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Shipping, new CreateShipment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = Do(context.Saga, OrderStep.CreateShipment),
        Lines = context.Saga.Lines,
        ShipTo = context.Saga.ShipTo!,
    });

    // Backward, the mirror image.

    static Task CancelShipment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Shipping, new CancelShipment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = Undo(context.Saga, OrderStep.CreateShipment),
        Undoes = Do(context.Saga, OrderStep.CreateShipment),
    });

    static Task RefundPayment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Payment, new RefundPayment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = Undo(context.Saga, OrderStep.CapturePayment),
        Undoes = Do(context.Saga, OrderStep.CapturePayment),
    });

    static Task UnreserveStock(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Inventory, new UnreserveStock
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = Undo(context.Saga, OrderStep.ReserveStock),
        Undoes = Do(context.Saga, OrderStep.ReserveStock),
    });

    // What the participants said.

    public void Record(BehaviorContext<PlaceOrderState, StockReserved> context) =>
        Decide(context, new RecordStockReserved(context.Message.Lines, context.Message.Total));

    public void Record(BehaviorContext<PlaceOrderState, StockUnavailable> context) =>
        Decide(context, new RecordStockUnavailable(context.Message.Reason, context.Message.Shortages));

    public void Record(BehaviorContext<PlaceOrderState, StockUnreserved> context) => Decide(context, new RecordStockUnreserved(context.Message.Units));

    public void Record(BehaviorContext<PlaceOrderState, PaymentCaptured> context)
    {
        Decide(context, new RecordPaymentCaptured(context.Message.Amount, context.Message.GatewayReference));
        context.Saga.PaymentToken = null;
    }

    public void Record(BehaviorContext<PlaceOrderState, PaymentDeclined> context) => Decide(context, new RecordPaymentDeclined(context.Message.Reason));

    public void Record(BehaviorContext<PlaceOrderState, PaymentRefunded> context) =>
        Decide(context, new RecordPaymentRefunded(context.Message.Amount, context.Message.GatewayReference));

    public void Record(BehaviorContext<PlaceOrderState, PaymentVoided> context) => Decide(context, new RecordPaymentVoided());

    public void Record(BehaviorContext<PlaceOrderState, ShipmentCreated> context) =>
        Decide(context, new RecordShipmentCreated(context.Message.ShipmentId, context.Message.Carrier, context.Message.TrackingNumber));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentRefused> context) => Decide(context, new RecordShipmentRefused(context.Message.Reason));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentCancelled> context) => Decide(context, new RecordShipmentCancelled(context.Message.Existed));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentCancellationRefused> context) => Decide(context, new RejectCancellation(
        context.Message.Reason, context.Message.ShipmentId, context.Message.Carrier, context.Message.TrackingNumber));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentDispatched> context) =>
        Decide(context, new RecordShipmentDispatched(context.Message.ShipmentId, context.Message.DispatchedAt));

    public void Record(BehaviorContext<PlaceOrderState, ShipmentDelivered> context) =>
        Decide(context, new RecordShipmentDelivered(context.Message.ShipmentId, context.Message.DeliveredAt));

    /// <summary>Recorded by the API already, unless the message came from somewhere else.</summary>
    public void Record(BehaviorContext<PlaceOrderState, CancelOrder> context) =>
        Decide(context, new RequestCancellation(context.Message.Reason, context.Message.RequestedBy));

    // Turns and ends.

    public void GiveUp(BehaviorContext<PlaceOrderState> context, OrderStep step, StepFailure failure) => Decide(context, new RecordStepGaveUp(step, failure));

    public async Task Confirm(BehaviorContext<PlaceOrderState> context)
    {
        Decide(context, new Confirm());
        var order = OrderStream.Of(context).State;
        End(context.Saga);
        await context.Publish(new OrderConfirmed
        {
            OrderId = context.Saga.CorrelationId,
            CustomerId = context.Saga.CustomerId,
            Total = order.Reservation.Total!,
            Carrier = order.Shipment.Carrier!,
            TrackingNumber = order.Shipment.TrackingNumber!,
        }, context.CancellationToken);
    }

    public async Task Cancel(BehaviorContext<PlaceOrderState> context)
    {
        var reason = Reason(context);
        Decide(context, new Cancel(reason));
        End(context.Saga);
        await context.Publish(
            new OrderCancelled { OrderId = context.Saga.CorrelationId, CustomerId = context.Saga.CustomerId, Reason = reason.ToString() },
            context.CancellationToken);
    }

    public void Park(BehaviorContext<PlaceOrderState> context, OrderStep step, StepFailure failure)
    {
        var saga = context.Saga;
        saga.ParkedBecause = failure == StepFailure.DeadlinePassed
            ? $"The undo of {step} was not answered in {saga.Attempt} attempts."
            : $"The undo of {step} failed in {saga.Attempt} attempts.";
        saga.DeadlineAt = null;
        Decide(context, new Park(saga.ParkedBecause, [.. Enum.GetValues<OrderStep>().Where(owed => Owes(context, owed))]));
    }

    /// <summary>Whether a step was started and may have had an effect that is not undone: the outcome of a lost reply is unknown.</summary>
    public static bool Owes(BehaviorContext<PlaceOrderState> context, OrderStep step) =>
        context.Saga.RoundOf(step) > 0 && OrderStream.Of(context).State.StandingOf(step) is not (StepStanding.Refused or StepStanding.Undone);

    public static bool HasTurnedRound(BehaviorContext<PlaceOrderState> context) => OrderStream.Of(context).State.HasTurnedRound;

    public static CancelReason Reason(BehaviorContext<PlaceOrderState> context) =>
        OrderStream.Of(context).State.CancelReason ?? throw new InvalidOperationException("The order has not turned round.");

    public bool HasAttemptsLeft(BehaviorContext<PlaceOrderState> context, OrderStep step, EffectIntent intent) =>
        context.Saga.Attempt < Policy(step, intent).Attempts;

    /// <summary>Marks the first sending of a step, or of its undo, in a new round.</summary>
    public static void Start(PlaceOrderState saga, OrderStep step, EffectIntent intent)
    {
        saga.Attempt = 1;
        if (intent == EffectIntent.Undo)
            saga.UndoRound = 1;
        else if (step == OrderStep.ReserveStock)
            saga.ReserveStockRound++;
        else if (step == OrderStep.CapturePayment)
            saga.CapturePaymentRound++;
        else
            saga.CreateShipmentRound++;
    }

    public DateTime DeadlineAfterSending(PlaceOrderState saga, OrderStep step, EffectIntent intent) =>
        Due(saga, Policy(step, intent).DeadlineOf(saga.Attempt));

    public DateTime DeadlineAfterFault(PlaceOrderState saga, OrderStep step, EffectIntent intent) =>
        Due(saga, Policy(step, intent).RetryDelayAfter(saga.Attempt));

    /// <summary>A cancellation can overtake its order on the way here. It waits for it, however long that takes.</summary>
    public Task DeliverLater(ConsumeContext<CancelOrder> context)
    {
        AnsweredRequests.Postpone(context.GetPayload<IUnitOfWork>());
        return context.GetPayload<MessageSchedulerContext>().ScheduleSend(
            Endpoints.Address(Endpoints.PlaceOrder),
            (clock.GetUtcNow() + _options.EarlyCancellationDelay).UtcDateTime,
            context.Message,
            context.CancellationToken);
    }

    DateTime Due(PlaceOrderState saga, TimeSpan delay)
    {
        saga.DeadlineAt = clock.GetUtcNow() + delay;
        return saga.DeadlineAt.Value.UtcDateTime;
    }

    StepPolicy Policy(OrderStep step, EffectIntent intent) => intent == EffectIntent.Undo ? _options.Undo : _options.Of(step);

    void Decide(BehaviorContext<PlaceOrderState> context, OrderCommand command)
    {
        OrderStream.Of(context).Decide(command);
        context.Saga.UpdatedAt = clock.GetUtcNow();
    }

    void End(PlaceOrderState saga)
    {
        saga.PaymentToken = null;
        saga.DeadlineAt = null;
        saga.EndedAt = clock.GetUtcNow();
    }

    /// <summary>Replies and faults come back to the saga's own endpoint, under an address that holds on every host and transport.</summary>
    static Task Send<T>(BehaviorContext<PlaceOrderState> context, string endpoint, T command)
        where T : class =>
        context.Send(Endpoints.Address(endpoint), command, send =>
        {
            send.ResponseAddress = Endpoints.Address(Endpoints.PlaceOrder);
            send.FaultAddress = Endpoints.Address(Endpoints.PlaceOrder);
        });

    static EffectKey Do(PlaceOrderState saga, OrderStep step) => new(saga.CorrelationId, StepNames.Of(step), EffectIntent.Do, saga.RoundOf(step));

    static EffectKey Undo(PlaceOrderState saga, OrderStep step) => new(saga.CorrelationId, StepNames.Of(step), EffectIntent.Undo, saga.UndoRound);
}
