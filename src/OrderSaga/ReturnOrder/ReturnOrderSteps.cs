using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Orders.OrderCommand.OfReturn;
using StepFailure = Sagas.OrderSaga.Orders.StepFailure;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>What a return's saga does: starts steps, calls the return off, and tells the order what it heard.</summary>
public sealed partial class ReturnOrderSteps(IOptions<ReturnOrderOptions> options, TimeProvider clock)
    : StepSagaSteps<ReturnOrderState, ReturnStep>(new ReturnOrderPlan(options.Value), clock)
{
    public void Begin(BehaviorContext<ReturnOrderState, Contracts.Orders.ReturnOrder> context)
    {
        var (saga, message) = (context.Saga, context.Message);
        saga.OrderId = message.OrderId;
        saga.CustomerId = message.CustomerId;
        saga.Lines = message.Lines;
        saga.Amount = message.Amount;
        Begin(saga);
        Decide(context, new RequestReturn(message.ReturnId, "asked for by message", message.CustomerId));
    }

    public override Task SendCommand(BehaviorContext<ReturnOrderState> context, ReturnStep step, EffectIntent intent)
    {
        var (returnId, orderId, key) = (context.Saga.CorrelationId, context.Saga.OrderId, context.Saga.KeyOf(step, intent));
        return (step, intent) switch
        {
            (ReturnStep.ReceiveReturn, EffectIntent.Do) => Send(context, Endpoints.Inventory, new ReceiveReturn
            {
                SagaId = returnId, OrderId = orderId, EffectKey = key, Lines = context.Saga.Lines,
            }),
            (ReturnStep.ReceiveReturn, _) => Send(context, Endpoints.Inventory, new CancelReturn
            {
                SagaId = returnId, OrderId = orderId, EffectKey = key, Undoes = context.Saga.KeyOf(step, EffectIntent.Do),
            }),
            (ReturnStep.InspectReturn, _) => Send(context, Endpoints.Inventory, new InspectReturn { SagaId = returnId, OrderId = orderId, EffectKey = key }),
            (ReturnStep.RestockGoods, _) => Send(context, Endpoints.Inventory, new RestockGoods { SagaId = returnId, OrderId = orderId, EffectKey = key }),
            (ReturnStep.WriteOffGoods, _) => Send(context, Endpoints.Inventory, new WriteOffGoods { SagaId = returnId, OrderId = orderId, EffectKey = key }),
            _ => Send(context, Endpoints.Payment, new RefundReturn
            {
                SagaId = returnId, OrderId = orderId, EffectKey = key, Charge = ChargeOf(orderId), Amount = context.Saga.Amount!,
            }),
        };
    }

    public static bool HasSoundGoods(BehaviorContext<ReturnOrderState> context) => ReturnIn(context).Sound > 0;

    public static bool HasDamagedGoods(BehaviorContext<ReturnOrderState> context) => ReturnIn(context).Damaged > 0;

    public override void Start(ReturnOrderState saga, ReturnStep step)
    {
        base.Start(saga, step);
        saga.ParkedStep = null;
    }

    public override void Park(BehaviorContext<ReturnOrderState> context, ReturnStep step, EffectIntent intent, StepFailure failure)
    {
        if (intent == EffectIntent.Do)
            context.Saga.ParkedStep = step;
        base.Park(context, step, intent, failure);
    }

    /// <summary>Payment has nothing to give back: somebody has to find out why.</summary>
    public void Park(BehaviorContext<ReturnOrderState, ReturnRefundRefused> context)
    {
        var saga = context.Saga;
        saga.ParkedStep = ReturnStep.RefundReturn;
        saga.ParkedBecause = $"{nameof(ReturnStep.RefundReturn)} was refused: {context.Message.Reason}.";
        Rest(saga);
        Decide(context, Parking(saga));
    }

    public override async Task CallOff(BehaviorContext<ReturnOrderState> context)
    {
        var reason = WhyTurnedRound(context);
        Decide(context, new Reject(context.Saga.CorrelationId));
        context.Saga.CalledOffBecause = reason;
        End(context.Saga);
        await context.Publish(
            new ReturnRejected { ReturnId = context.Saga.CorrelationId, OrderId = context.Saga.OrderId, CustomerId = context.Saga.CustomerId, Reason = reason },
            context.CancellationToken);
    }

    public async Task Complete(BehaviorContext<ReturnOrderState> context)
    {
        var saga = context.Saga;
        Decide(context, new Complete(saga.CorrelationId));
        End(saga);
        var refunded = ReturnIn(context).Refunded;
        await context.Publish(new OrderReturned
        {
            ReturnId = saga.CorrelationId,
            OrderId = saga.OrderId,
            CustomerId = saga.CustomerId,
            Refunded = refunded ?? saga.Amount! with { Amount = 0 },
            SettledOutside = refunded is null ? saga.Amount : null,
        }, context.CancellationToken);
    }

    public override string WhyTurnedRound(BehaviorContext<ReturnOrderState> context) =>
        ReturnIn(context).TurnedRoundBy?.ToString() ?? throw new InvalidOperationException("The return has not turned round.");

    public override string WhyNotResolvable =>
        "only the warehouse can say whether the goods are still expected, and what an inspection finds decides what is done with them: see to it there, and retry";

    public override bool IsBeyondResolving(OrderState order, ReturnStep step) => step is ReturnStep.ReceiveReturn or ReturnStep.InspectReturn;

    protected override OrderCommand Parking(ReturnOrderState saga) => new ParkReturn(saga.CorrelationId, saga.ParkedBecause!, saga.Owed());

    protected override void End(ReturnOrderState saga)
    {
        base.End(saga);
        saga.ParkedStep = null;
    }

    /// <summary>An order is charged in the first round of its saga's step, and in no other.</summary>
    static EffectKey ChargeOf(Guid orderId) => new(orderId, StepNames.Of(OrderStep.CapturePayment), EffectIntent.Do, 1);

    static OrderReturn ReturnIn(BehaviorContext<ReturnOrderState> context) =>
        OrderStream.Of(context).State.ReturnOf(context.Saga.CorrelationId) ?? throw new InvalidOperationException("The order does not know of the return.");
}
