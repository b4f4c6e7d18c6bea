using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Orders.OrderCommand.OfReturn;
using StepFailure = Sagas.OrderSaga.Orders.StepFailure;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>What the saga was told: it goes to the order, and to the compensation ledger.</summary>
public sealed partial class ReturnOrderSteps
{
    public void Record(BehaviorContext<ReturnOrderState, GoodsReceived> context) => Arrived(context, context.Message.ReceivedAt);

    public void Record(BehaviorContext<ReturnOrderState, ReturnCancellationRefused> context) => Arrived(context, context.Message.ReceivedAt);

    public void Record(BehaviorContext<ReturnOrderState, ReturnRefused> context) =>
        Refused(context, ReturnStep.ReceiveReturn, new TurnRound(context.Saga.CorrelationId, ReturnRejection.GoodsRefused, context.Message.Reason));

    public void Record(BehaviorContext<ReturnOrderState, ReturnCancelled> context) => context.Saga.SetUndo(ReturnStep.ReceiveReturn, Compensation.Confirmed);

    public void Record(BehaviorContext<ReturnOrderState, GoodsInspected> context) => Decide(context, new RecordInspected(context.Saga.CorrelationId, context.Message.Lines));

    public void Record(BehaviorContext<ReturnOrderState, GoodsRestocked> context) => Decide(context, new RecordRestocked(context.Saga.CorrelationId, context.Message.Units));

    public void Record(BehaviorContext<ReturnOrderState, GoodsWrittenOff> context) => Decide(context, new RecordWrittenOff(context.Saga.CorrelationId, context.Message.Units));

    public void Record(BehaviorContext<ReturnOrderState, ReturnRefunded> context) =>
        Decide(context, new RecordRefunded(context.Saga.CorrelationId, context.Message.Amount, context.Message.GatewayReference));

    /// <summary>Behind the pivot there is nothing to record before the saga is parked.</summary>
    public override void GiveUp(BehaviorContext<ReturnOrderState> context, ReturnStep step, StepFailure failure)
    {
        if (step == ReturnStep.ReceiveReturn)
            Decide(context, new TurnRound(
                context.Saga.CorrelationId, failure == StepFailure.DeadlinePassed ? ReturnRejection.GoodsNeverArrived : ReturnRejection.Faulted));
    }

    public override OrderCommand Asked(ReturnOrderState saga, Guid requestId, OperatorRequest request, string reason, string by) =>
        new RecordOperatorAsked(saga.CorrelationId, requestId, request, reason, by);

    public override void Record(BehaviorContext<ReturnOrderState, RetrySaga> context) =>
        Decide(context, new ResumeReturn(context.Saga.CorrelationId, context.Message.Reason), by: context.Message);

    public override void Record(BehaviorContext<ReturnOrderState, ResolveSaga> context)
    {
        var (saga, request) = (context.Saga, context.Message);
        Decide(context, new ResumeReturn(saga.CorrelationId, request.Reason), by: request);
        var step = StepNames.Find<ReturnStep>(request.Seen.Step)!.Value;
        Decide(context, new WaiveStep(saga.CorrelationId, step, request.Evidence, request.Operator), by: request);
        if (step == ReturnStep.ReceiveReturn)
            saga.SetUndo(step, Compensation.Waived);
    }

    public override void Record(BehaviorContext<ReturnOrderState, CompensateSaga> context) =>
        Decide(context, new TurnRound(context.Saga.CorrelationId, ReturnRejection.OperatorRequest, context.Message.Reason), by: context.Message);

    /// <summary>The pivot is passed: what was started is not undone any more.</summary>
    void Arrived(BehaviorContext<ReturnOrderState> context, DateTimeOffset at)
    {
        Decide(context, new RecordReceived(context.Saga.CorrelationId, at));
        context.Saga.SetUndo(ReturnStep.ReceiveReturn, Compensation.NotNeeded);
    }
}
