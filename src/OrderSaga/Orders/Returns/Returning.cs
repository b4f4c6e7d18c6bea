using System.Diagnostics;
using static Sagas.OrderSaga.Orders.OrderCommand.OfReturn;

namespace Sagas.OrderSaga.Orders;

/// <summary>What an order makes of what it is told about its returns. It comes back whole, and once.</summary>
public static class Returning
{
    /// <returns>Why a return is refused at once; <c>null</c> when it may be requested.</returns>
    public static ReturnRefusal? WhyNotReturn(OrderState order) => order switch
    {
        { LastReturn.Outcome: ReturnOutcome.Completed } => ReturnRefusal.AlreadyReturned,
        { LastReturn: { Outcome: null } } => ReturnRefusal.AlreadyReturning,
        { Outcome: not OrderOutcome.Confirmed } or { Shipment.DeliveredAt: null } => ReturnRefusal.NotDelivered,
        _ => null,
    };

    internal static IReadOnlyList<OrderEvent> Decide(OrderState order, OrderCommand.OfReturn command)
    {
        var known = order.ReturnOf(command.ReturnId);
        if (command is RequestReturn wanted)
            return known is null ? Requested(order, wanted) : [];
        if (known is null)
            throw new OrderInvariantException(
                $"{command.GetType().Name} was decided for return {command.ReturnId}, which was never requested of this order.", "Find out who sent the message.");
        return known.Outcome is null ? Decide(known, command) : AfterTheEnd(known, command);
    }

    static IReadOnlyList<OrderEvent> Requested(OrderState order, RequestReturn wanted) => WhyNotReturn(order) is { } refusal
        ? throw new OrderInvariantException($"The order can't be returned: {refusal}.", "Ask WhyNotReturn before a return is recorded.")
        : [new OrderEvent.OfReturn.Requested(wanted.ReturnId, order.Lines, order.Payment.Captured!, wanted.Reason, wanted.RequestedBy)];

    static IReadOnlyList<OrderEvent> Decide(OrderReturn known, OrderCommand.OfReturn command) => command switch
    {
        TurnRound it => known.TurnedRoundBy is null && known.ReceivedAt is null ? [new OrderEvent.OfReturn.TurnedRound(it.ReturnId, it.Because, it.Detail)] : [],
        RecordReceived it => known.ReceivedAt is null ? [new OrderEvent.OfReturn.GoodsReceived(it.ReturnId, it.At)] : [],
        RecordInspected it => Inspected(known, it),
        RecordRestocked it => Settled(known, it.Units, known.Restocked, known.Sound, "restocked") ? [new OrderEvent.OfReturn.GoodsRestocked(it.ReturnId, it.Units)] : [],
        RecordWrittenOff it => Settled(known, it.Units, known.WrittenOff, known.Damaged, "written off") ? [new OrderEvent.OfReturn.GoodsWrittenOff(it.ReturnId, it.Units)] : [],
        RecordRefunded it => Refunded(known, it),
        WaiveStep it => Waived(known, it),
        ParkReturn it => known.ParkedBecause == it.Reason ? [] : [new OrderEvent.OfReturn.ReturnParked(it.ReturnId, it.Reason, it.Owed)],
        ResumeReturn it => known.ParkedBecause is null ? [] : [new OrderEvent.OfReturn.ReturnResumed(it.ReturnId, it.Reason)],
        RecordOperatorAsked it => known.LastOperatorRequest == it.RequestId
            ? []
            : [new OrderEvent.OfReturn.OperatorAsked(it.ReturnId, it.RequestId, it.Request, it.Reason, it.RequestedBy)],
        Complete it => Completed(known, it),
        Reject it => Rejected(known, it),
        _ => throw new UnreachableException($"{command.GetType().Name} is not decided. Add it to {nameof(Returning)}."),
    };

    /// <summary>What comes after the end is late, and mostly harmless.</summary>
    static IReadOnlyList<OrderEvent> AfterTheEnd(OrderReturn known, OrderCommand.OfReturn command) => (known.Outcome, command) switch
    {
        (ReturnOutcome.Rejected, RecordReceived or RecordInspected or RecordRestocked or RecordWrittenOff) => throw new OrderInvariantException(
            $"Goods of return {known.ReturnId} are reported, though the return was rejected.", "Look at GET /returns/{returnId} in Inventory, and settle with the customer by hand."),
        (_, RecordRefunded it) when it.GatewayReference != known.RefundReference => throw new OrderInvariantException(
            $"Refund {it.GatewayReference} is reported for return {known.ReturnId}, which ended as {known.Outcome}.", "Check at the gateway what was given back, and for what."),
        (ReturnOutcome.Rejected, Complete) or (ReturnOutcome.Completed, Reject) => throw new OrderInvariantException(
            $"Return {known.ReturnId} is {known.Outcome}, and an outcome never changes.", "Keep the message as a late one."),
        _ => [],
    };

    static IReadOnlyList<OrderEvent> Inspected(OrderReturn known, RecordInspected report)
    {
        MustHaveArrived(known, "inspected");
        if (known.Verdict is not null)
            return [];
        var found = report.Lines.Select(line => (line.Sku, line.Sound + line.Damaged)).Order();
        if (!found.SequenceEqual(known.Lines.Select(line => (line.Sku, line.Quantity)).Order()) || report.Lines.Any(line => line.Sound < 0 || line.Damaged < 0))
            throw new OrderInvariantException("Other goods were inspected than come back.", "Compare GET /returns/{returnId} in Inventory with the order's lines.");
        return [new OrderEvent.OfReturn.GoodsInspected(known.ReturnId, report.Lines)];
    }

    static bool Settled(OrderReturn known, int units, int? before, int found, string how)
    {
        MustHaveArrived(known, how);
        if (units != found)
            throw new OrderInvariantException(
                $"{units} units were {how}, and the inspection found {found}.", "Compare Inventory's movements with its GET /returns/{returnId}, and correct the stock.");
        return before is null;
    }

    static IReadOnlyList<OrderEvent> Refunded(OrderReturn known, RecordRefunded report)
    {
        MustHaveArrived(known, "paid back");
        if (known.RefundReference is { } refund && refund != report.GatewayReference)
            throw new OrderInvariantException(
                $"The return was refunded as {refund}, and now as {report.GatewayReference} too.", "Check at the gateway whether more was given back than was charged.");
        if (known.Amount != report.Amount)
            throw new OrderInvariantException(
                $"{report.Amount} was refunded of a charge of {known.Amount}.", "Settle the difference at the gateway; an order comes back whole.");
        return known.Refunded is null ? [new OrderEvent.OfReturn.Refunded(known.ReturnId, report.Amount, report.GatewayReference)] : [];
    }

    static IReadOnlyList<OrderEvent> Waived(OrderReturn known, WaiveStep wanted)
    {
        if (wanted.Step == ReturnStep.InspectReturn)
            throw new OrderInvariantException("An inspection can't be waived: what it finds decides what is done with the goods.", "Have the goods inspected, and retry.");
        return known.Waived.Contains(wanted.Step) || !known.Missing.Contains(wanted.Step)
            ? []
            : [new OrderEvent.OfReturn.StepWaived(known.ReturnId, wanted.Step, wanted.Evidence, wanted.WaivedBy)];
    }

    static IReadOnlyList<OrderEvent> Completed(OrderReturn known, Complete wanted) => known.Missing is { Count: > 0 } missing
        ? throw new OrderInvariantException(
            $"The return can't be completed without {string.Join(" and ", missing)}.", "Record the participant's reply first, or park the return.")
        : [new OrderEvent.OfReturn.Completed(wanted.ReturnId)];

    static IReadOnlyList<OrderEvent> Rejected(OrderReturn known, Reject wanted)
    {
        if (known.ReceivedAt is not null)
            throw new OrderInvariantException("The goods have arrived, so the return can't be rejected.", "Let it go on: what came back is inspected and paid back.");
        return known.TurnedRoundBy is { } because
            ? [new OrderEvent.OfReturn.Rejected(wanted.ReturnId, because)]
            : throw new OrderInvariantException("The return has not turned round, and yet it is rejected.", "Record first why it turned round.");
    }

    static void MustHaveArrived(OrderReturn known, string reportedAs)
    {
        if (known.ReceivedAt is null)
            throw new OrderInvariantException(
                $"Return {known.ReturnId} is reported as {reportedAs}, and its goods have not arrived.", "Record their arrival first, and find out who came before it.");
    }
}
