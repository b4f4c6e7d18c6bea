using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.ReturnOrder;

/// <summary>What a return's saga still has to send, and how its steps stand. What happened to the return is in the order's stream.</summary>
public sealed class ReturnOrderState : StepSagaState<ReturnStep>
{
    /// <summary>The order that comes back. The saga's own id is the return's.</summary>
    public Guid OrderId { get; set; }

    public IReadOnlyList<OrderLine> Lines { get; set; } = [];

    public Money? Amount { get; set; }

    /// <summary>The rounds of the steps: 0 until a step is started.</summary>
    public int ReceiveReturnRound { get; set; }

    public int InspectReturnRound { get; set; }

    public int RestockGoodsRound { get; set; }

    public int WriteOffGoodsRound { get; set; }

    public int RefundReturnRound { get; set; }

    /// <summary>How the undo of the one step stands that has one.</summary>
    public Compensation ReceiveReturnUndo { get; set; }

    /// <summary>The step behind the pivot that was asked for in vain.</summary>
    public ReturnStep? ParkedStep { get; set; }

    public override int RoundOf(ReturnStep step) => step switch
    {
        ReturnStep.ReceiveReturn => ReceiveReturnRound,
        ReturnStep.InspectReturn => InspectReturnRound,
        ReturnStep.RestockGoods => RestockGoodsRound,
        ReturnStep.WriteOffGoods => WriteOffGoodsRound,
        _ => RefundReturnRound,
    };

    public override void BeginRound(ReturnStep step) => _ = step switch
    {
        ReturnStep.ReceiveReturn => ReceiveReturnRound++,
        ReturnStep.InspectReturn => InspectReturnRound++,
        ReturnStep.RestockGoods => RestockGoodsRound++,
        ReturnStep.WriteOffGoods => WriteOffGoodsRound++,
        _ => RefundReturnRound++,
    };

    public override Compensation UndoOf(ReturnStep step) => step == ReturnStep.ReceiveReturn ? ReceiveReturnUndo : Compensation.NotNeeded;

    public override void SetUndo(ReturnStep step, Compensation undo)
    {
        if (step != ReturnStep.ReceiveReturn)
            throw new InvalidOperationException($"{step} is behind the pivot and can't be undone.");
        ReceiveReturnUndo = undo;
    }

    public override IReadOnlyList<ReturnStep> Owed() => ParkedStep is { } step ? [step] : base.Owed();
}
