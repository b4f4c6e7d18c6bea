using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Requests;
using Sagas.Transactions;
using static Sagas.OrderSaga.Orders.OrderCommand;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>What the saga does: starts steps, undoes them, and tells the order what it heard.</summary>
public sealed partial class PlaceOrderSteps(IOptions<PlaceOrderOptions> options, TimeProvider clock)
{
    readonly PlaceOrderOptions _options = options.Value;

    public PlaceOrderPlan Plan { get; } = new(options.Value);

    public void Begin(BehaviorContext<PlaceOrderState, Contracts.Orders.PlaceOrder> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        saga.CustomerId = message.CustomerId;
        saga.Lines = message.Lines;
        saga.ShipTo = message.ShipTo;
        saga.PaymentToken = message.PaymentToken;
        saga.DefinitionVersion = PlaceOrderPlan.Version;
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
        EffectKey = context.Saga.KeyOf(OrderStep.ReserveStock, EffectIntent.Do),
        Lines = context.Saga.Lines,
    });

    static Task CapturePayment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Payment, new CapturePayment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CapturePayment, EffectIntent.Do),
        Amount = OrderStream.Of(context).State.Reservation.Total!,
        PaymentToken = context.Saga.PaymentToken!,
    });

    static Task CreateShipment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Shipping, new CreateShipment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CreateShipment, EffectIntent.Do),
        Lines = context.Saga.Lines,
        ShipTo = context.Saga.ShipTo!,
    });

    // Backward, the mirror image.

    static Task CancelShipment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Shipping, new CancelShipment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CreateShipment, EffectIntent.Undo),
        Undoes = context.Saga.KeyOf(OrderStep.CreateShipment, EffectIntent.Do),
    });

    static Task RefundPayment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Payment, new RefundPayment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CapturePayment, EffectIntent.Undo),
        Undoes = context.Saga.KeyOf(OrderStep.CapturePayment, EffectIntent.Do),
    });

    static Task UnreserveStock(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Inventory, new UnreserveStock
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.ReserveStock, EffectIntent.Undo),
        Undoes = context.Saga.KeyOf(OrderStep.ReserveStock, EffectIntent.Do),
    });

    /// <summary>An answer is checked against the effect that the saga asks for in its present state and round.</summary>
    public bool IsOfThisRound(PlaceOrderState saga, EffectKey answered) =>
        Plan.In(saga.CurrentState) is { } now && saga.KeyOf(now.Step, now.Intent) == answered;

    public static bool HasTurnedRound(BehaviorContext<PlaceOrderState> context) => OrderStream.Of(context).State.HasTurnedRound;

    public static bool ParcelHasLeft(BehaviorContext<PlaceOrderState, ResolveSaga> context) =>
        Order.IsBeyondWaiving(OrderStream.Of(context).State, context.Message.Seen.Step);

    public static CancelReason Reason(BehaviorContext<PlaceOrderState> context) =>
        OrderStream.Of(context).State.CancelReason ?? throw new InvalidOperationException("The order has not turned round.");

    public bool HasAttemptsLeft(BehaviorContext<PlaceOrderState> context, OrderStep step, EffectIntent intent) =>
        context.Saga.Attempt < Patience(step, intent).Attempts;

    /// <summary>Marks the first sending of a step. Its undo is required from now on, because from now on its outcome may be unknown.</summary>
    public void Start(PlaceOrderState saga, OrderStep step)
    {
        _ = step switch
        {
            OrderStep.ReserveStock => saga.ReserveStockRound++,
            OrderStep.CapturePayment => saga.CapturePaymentRound++,
            _ => saga.CreateShipmentRound++,
        };
        saga.SetUndo(step, Compensation.Required);
        BeginWaiting(saga);
    }

    /// <summary>Marks the first sending of an undo in a round: in the first, or in a new one when it was asked for before.</summary>
    public void StartUndo(PlaceOrderState saga, OrderStep step)
    {
        saga.UndoRound = saga.UndoOf(step) == Compensation.Required ? 1 : saga.UndoRound + 1;
        saga.SetUndo(step, Compensation.Issued);
        saga.ParkedBecause = null;
        saga.PaymentToken = null;
        BeginWaiting(saga);
    }

    /// <summary>All attempts are to be had again.</summary>
    public void BeginWaiting(PlaceOrderState saga)
    {
        saga.Attempt = 1;
        saga.WaitingSince = clock.GetUtcNow();
    }

    public DateTime DeadlineAfterSending(PlaceOrderState saga, OrderStep step, EffectIntent intent) =>
        Due(saga, Patience(step, intent).DeadlineOf(saga.Attempt));

    public DateTime DeadlineAfterFault(PlaceOrderState saga, OrderStep step, EffectIntent intent) =>
        Due(saga, Patience(step, intent).RetryDelayAfter(saga.Attempt));

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
        saga.UpdatedAt = clock.GetUtcNow();
        saga.DeadlineAt = saga.UpdatedAt + delay;
        return saga.DeadlineAt.Value.UtcDateTime;
    }

    StepPolicy Patience(OrderStep step, EffectIntent intent) => Plan.Of(step, intent).Patience!;

    void Decide(BehaviorContext<PlaceOrderState> context, OrderCommand command, IOperatorRequest by)
    {
        OrderStream.Of(context).By(by.Operator, by.Reason);
        Decide(context, command);
    }

    void Decide(BehaviorContext<PlaceOrderState> context, OrderCommand command)
    {
        OrderStream.Of(context).Decide(command);
        context.Saga.UpdatedAt = clock.GetUtcNow();
    }

    /// <summary>Replies and faults come back to the saga's own endpoint, under an address that holds on every host and transport.</summary>
    static Task Send<T>(BehaviorContext<PlaceOrderState> context, string endpoint, T command)
        where T : class =>
        context.Send(Endpoints.Address(endpoint), command, send =>
        {
            send.ResponseAddress = Endpoints.Address(Endpoints.PlaceOrder);
            send.FaultAddress = Endpoints.Address(Endpoints.PlaceOrder);
        });
}
