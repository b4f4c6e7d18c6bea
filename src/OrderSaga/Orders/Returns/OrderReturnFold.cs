using System.Diagnostics;
using static Sagas.OrderSaga.Orders.OrderEvent.OfReturn;

namespace Sagas.OrderSaga.Orders;

/// <summary>What an order's returns look like after what happened to them.</summary>
static class OrderReturnFold
{
    public static OrderState Evolve(OrderState order, OrderEvent.OfReturn happened) => happened switch
    {
        Requested it => order with
        {
            Returns = [.. order.Returns ?? [], new OrderReturn { ReturnId = it.ReturnId, Reason = it.Reason, Lines = it.Lines, Amount = it.Amount }],
        },
        Refunded it => order.With(it, known => known with { Refunded = it.Amount, RefundReference = it.GatewayReference }) with
        {
            Payment = order.Payment with { Refunded = it.Amount, RefundReference = it.GatewayReference },
        },
        _ => order.With(happened, known => Evolve(known, happened)),
    };

    static OrderReturn Evolve(OrderReturn known, OrderEvent.OfReturn happened) => happened switch
    {
        TurnedRound it => known with { TurnedRoundBy = it.Because },
        GoodsReceived it => known with { ReceivedAt = it.At, TurnedRoundBy = null },
        GoodsInspected it => known with { Verdict = it.Lines },
        GoodsRestocked it => known with { Restocked = it.Units },
        GoodsWrittenOff it => known with { WrittenOff = it.Units },
        StepWaived it => known with { Waived = [.. known.Waived, it.Step] },
        ReturnParked it => known with { ParkedBecause = it.Reason },
        ReturnResumed => known with { ParkedBecause = null },
        OperatorAsked it => known with { LastOperatorRequest = it.RequestId },
        Completed => known with { Outcome = ReturnOutcome.Completed, ParkedBecause = null },
        Rejected => known with { Outcome = ReturnOutcome.Rejected, ParkedBecause = null },
        _ => throw new UnreachableException($"{happened.GetType().Name} is not folded. Add it to {nameof(OrderReturnFold)}."),
    };

    static OrderState With(this OrderState order, OrderEvent.OfReturn happened, Func<OrderReturn, OrderReturn> change) =>
        order with { Returns = [.. (order.Returns ?? []).Select(known => known.ReturnId == happened.ReturnId ? change(known) : known)] };
}
