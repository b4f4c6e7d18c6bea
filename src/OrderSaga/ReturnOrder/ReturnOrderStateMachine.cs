using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;
using static Sagas.Contracts.EffectIntent;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>
/// Takes a delivered order back: receive the goods, inspect them, put the sound ones on the shelf, write the damaged ones off, give the money back. The arrival of the
/// goods is the pivot: until then the return can be called off, and from then on there is only forward.
/// </summary>
public sealed partial class ReturnOrderStateMachine : StepSagaMachine<ReturnOrderState, ReturnStep>
{
    public ReturnOrderStateMachine(ReturnOrderSteps steps)
    {
        Steps = steps;
        Correlate();

        Initially(
            When(ReturnOrder).Then(steps.Begin).Start(ReturnStep.ReceiveReturn, this));

        During(ReceivingReturn,
            On(GoodsReceived, reply => reply.Then(steps.Record).Start(ReturnStep.InspectReturn, this)),
            On(ReturnRefused, reply => reply.Then(steps.Record).CallOff(this)),
            When(ReturnExpected).IgnoreBecause("Inventory knows of the return; the goods are awaited"));
        During(ReceivingReturn, WhenInTrouble(ReturnStep.ReceiveReturn, Do, ReceiveReturnFaulted));

        // The goods may arrive first: Inventory's answer decides.
        During(CancellingReturn,
            On(ReturnCancelled, reply => reply.Then(steps.Record).CallOff(this)),
            On(ReturnCancellationRefused, reply => reply.Then(steps.Record).Start(ReturnStep.InspectReturn, this)));
        During(CancellingReturn, WhenInTrouble(ReturnStep.ReceiveReturn, Undo, CancelReturnFaulted));

        // Behind the pivot: each step is asked for until it is done, or an operator answers for it.
        During(InspectingReturn,
            On(GoodsInspected, reply => GoOnAfter(reply.Then(steps.Record), ReturnStep.InspectReturn)),
            When(InspectionPending).IgnoreBecause("somebody has to look at the goods first"));
        During(InspectingReturn, WhenInTrouble(ReturnStep.InspectReturn, Do, InspectReturnFaulted));

        During(RestockingGoods,
            On(GoodsRestocked, reply => GoOnAfter(reply.Then(steps.Record), ReturnStep.RestockGoods)));
        During(RestockingGoods, WhenInTrouble(ReturnStep.RestockGoods, Do, RestockGoodsFaulted));

        During(WritingOffGoods,
            On(GoodsWrittenOff, reply => GoOnAfter(reply.Then(steps.Record), ReturnStep.WriteOffGoods)));
        During(WritingOffGoods, WhenInTrouble(ReturnStep.WriteOffGoods, Do, WriteOffGoodsFaulted));

        During(RefundingReturn,
            On(ReturnRefunded, reply => GoOnAfter(reply.Then(steps.Record), ReturnStep.RefundReturn)),
            On(ReturnRefundRefused, reply => reply.Then(steps.Park).Rest(this)));
        During(RefundingReturn, WhenInTrouble(ReturnStep.RefundReturn, Do, RefundReturnFaulted));

        // Parked is no end: operators lead out of it.
        ObeyOperators();

        IgnoreTheRest();
    }

    internal override ReturnOrderSteps Steps { get; }

    internal override State CalledOff => Rejected;

    internal override EventActivityBinder<ReturnOrderState, T> GoOnAfter<T>(EventActivityBinder<ReturnOrderState, T> turn, ReturnStep step) => step switch
    {
        ReturnStep.InspectReturn => turn.IfElse(
            ReturnOrderSteps.HasSoundGoods, sound => sound.Start(ReturnStep.RestockGoods, this), none => none.Start(ReturnStep.WriteOffGoods, this)),
        ReturnStep.RestockGoods => turn.IfElse(
            ReturnOrderSteps.HasDamagedGoods, damaged => damaged.Start(ReturnStep.WriteOffGoods, this), none => none.Start(ReturnStep.RefundReturn, this)),
        ReturnStep.WriteOffGoods => turn.Start(ReturnStep.RefundReturn, this),
        ReturnStep.RefundReturn => turn.ThenAsync(Steps.Complete).End(Completed, this),
        _ => base.GoOnAfter(turn, step),
    };

    // Stored by name and for ever.
    public State ReceivingReturn { get; } = null!;
    public State CancellingReturn { get; } = null!;
    public State InspectingReturn { get; } = null!;
    public State RestockingGoods { get; } = null!;
    public State WritingOffGoods { get; } = null!;
    public State RefundingReturn { get; } = null!;
    public State Completed { get; } = null!;
    public State Rejected { get; } = null!;

    public Event<Contracts.Orders.ReturnOrder> ReturnOrder { get; } = null!;

    public Event<ReturnExpected> ReturnExpected { get; } = null!;
    public Event<ReturnRefused> ReturnRefused { get; } = null!;
    public Event<GoodsReceived> GoodsReceived { get; } = null!;
    public Event<ReturnCancelled> ReturnCancelled { get; } = null!;
    public Event<ReturnCancellationRefused> ReturnCancellationRefused { get; } = null!;
    public Event<InspectionPending> InspectionPending { get; } = null!;
    public Event<GoodsInspected> GoodsInspected { get; } = null!;
    public Event<GoodsRestocked> GoodsRestocked { get; } = null!;
    public Event<GoodsWrittenOff> GoodsWrittenOff { get; } = null!;

    public Event<ReturnRefunded> ReturnRefunded { get; } = null!;
    public Event<ReturnRefundRefused> ReturnRefundRefused { get; } = null!;

    public Event<Fault<ReceiveReturn>> ReceiveReturnFaulted { get; } = null!;
    public Event<Fault<CancelReturn>> CancelReturnFaulted { get; } = null!;
    public Event<Fault<InspectReturn>> InspectReturnFaulted { get; } = null!;
    public Event<Fault<RestockGoods>> RestockGoodsFaulted { get; } = null!;
    public Event<Fault<WriteOffGoods>> WriteOffGoodsFaulted { get; } = null!;
    public Event<Fault<RefundReturn>> RefundReturnFaulted { get; } = null!;
}
