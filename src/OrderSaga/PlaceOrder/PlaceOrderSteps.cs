using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Requests;
using Sagas.OrderSaga.StepSagas;
using Sagas.Transactions;
using static Sagas.OrderSaga.Orders.OrderCommand;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>What the saga does: starts steps, undoes them, and tells the order what it heard.</summary>
public sealed partial class PlaceOrderSteps(IOptions<PlaceOrderOptions> options, TimeProvider clock)
    : StepSagaSteps<PlaceOrderState, OrderStep>(new PlaceOrderPlan(options.Value), clock)
{
    readonly PlaceOrderOptions _options = options.Value;

    public void Begin(BehaviorContext<PlaceOrderState, Contracts.Orders.PlaceOrder> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        saga.CustomerId = message.CustomerId;
        saga.Lines = message.Lines;
        saga.ShipTo = message.ShipTo;
        saga.PaymentToken = message.PaymentToken;
        Begin(saga);

        var order = OrderStream.Of(context);
        if (!order.State.IsPlaced)
            order.Decide(new Place(message.CustomerId, message.Lines, message.ShipTo, message.ExpectedTotal));
    }

    public override Task SendCommand(BehaviorContext<PlaceOrderState> context, OrderStep step, EffectIntent intent) => (step, intent) switch
    {
        (OrderStep.ReserveStock, EffectIntent.Do) => ReserveStock(context),
        (OrderStep.CapturePayment, EffectIntent.Do) => CapturePayment(context),
        (OrderStep.CreateShipment, EffectIntent.Do) => CreateShipment(context),
        (OrderStep.CreateShipment, _) => CancelShipment(context),
        (OrderStep.CapturePayment, _) => RefundPayment(context),
        _ => UnreserveStock(context),
    };

    // Forward. A step that is sent again keeps its round, so that the participant answers with what it did the first time.

    Task ReserveStock(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Inventory, new ReserveStock
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.ReserveStock, EffectIntent.Do),
        Lines = context.Saga.Lines,
    });

    Task CapturePayment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Payment, new CapturePayment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CapturePayment, EffectIntent.Do),
        Amount = OrderStream.Of(context).State.Reservation.Total!,
        PaymentToken = context.Saga.PaymentToken!,
    });

    Task CreateShipment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Shipping, new CreateShipment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CreateShipment, EffectIntent.Do),
        Lines = context.Saga.Lines,
        ShipTo = context.Saga.ShipTo!,
    });

    // Backward, the mirror image.

    Task CancelShipment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Shipping, new CancelShipment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CreateShipment, EffectIntent.Undo),
        Undoes = context.Saga.KeyOf(OrderStep.CreateShipment, EffectIntent.Do),
    });

    Task RefundPayment(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Payment, new RefundPayment
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.CapturePayment, EffectIntent.Undo),
        Undoes = context.Saga.KeyOf(OrderStep.CapturePayment, EffectIntent.Do),
    });

    Task UnreserveStock(BehaviorContext<PlaceOrderState> context) => Send(context, Endpoints.Inventory, new UnreserveStock
    {
        SagaId = context.Saga.CorrelationId,
        OrderId = context.Saga.CorrelationId,
        EffectKey = context.Saga.KeyOf(OrderStep.ReserveStock, EffectIntent.Undo),
        Undoes = context.Saga.KeyOf(OrderStep.ReserveStock, EffectIntent.Do),
    });

    public static bool HasTurnedRound(BehaviorContext<PlaceOrderState> context) => OrderStream.Of(context).State.HasTurnedRound;

    /// <summary>Whether the shipment's cancellation is still owed, so that nothing before it has been undone.</summary>
    public static bool OwesTheShipment(BehaviorContext<PlaceOrderState> context) => context.Saga.UndoOf(OrderStep.CreateShipment).IsOwed();

    public static CancelReason Reason(BehaviorContext<PlaceOrderState> context) =>
        OrderStream.Of(context).State.CancelReason ?? throw new InvalidOperationException("The order has not turned round.");

    /// <summary>Whoever goes back charges nothing any more.</summary>
    public override void StartUndo(PlaceOrderState saga, OrderStep step)
    {
        base.StartUndo(saga, step);
        saga.PaymentToken = null;
    }

    /// <summary>A cancellation can overtake its order on the way here. It waits for it, each time longer; when the order is not there after an hour, somebody has to look.</summary>
    public Task DeliverLater(ConsumeContext<CancelOrder> context)
    {
        var wait = EarlyCancellation.Of(context);
        if (wait.IsOver)
            throw new OrderNeverPlacedException(context.Message.OrderId);
        AnsweredRequests.Postpone(context.GetPayload<IUnitOfWork>());
        return context.GetPayload<MessageSchedulerContext>().ScheduleSend(
            Endpoints.Address(Endpoints.PlaceOrder),
            (Clock.GetUtcNow() + wait.Delay(_options.EarlyCancellationDelay)).UtcDateTime,
            context.Message,
            wait.HandOn(),
            context.CancellationToken);
    }
}
