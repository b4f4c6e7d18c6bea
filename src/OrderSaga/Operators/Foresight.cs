using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;

namespace Sagas.OrderSaga.Operators;

/// <summary>Says what a request would do in the saga's present situation.</summary>
static class Foresight
{
    public static string Of(OperatorRequest request, PlaceOrderState saga, Situation seen, PlaceOrderPlan plan) => request switch
    {
        OperatorRequest.Retry when plan.In(saga.CurrentState) is { Intent: EffectIntent.Do, Wait: var wait } =>
            $"{wait.Command} is sent to {wait.Participant} again, under the same effect key, with {wait.Patience!.Attempts} attempts.",
        OperatorRequest.Retry => Join(RoundOf(saga, seen, plan), Remaining(plan.Before(seen.Step), plan), UnlessItHasLeft(seen.Step)),
        OperatorRequest.Resolve => Join($"The undo of {seen.Step} is taken as settled, on your word.", Remaining(plan.Before(seen.Step), plan)),
        _ => Join("The order turns round.", Remaining(seen.Step, plan), UnlessItHasLeft(seen.Step)),
    };

    static string? UnlessItHasLeft(OrderStep step) => step == OrderStep.CreateShipment ? "Unless the parcel has left: then the order is confirmed." : null;

    static string RoundOf(PlaceOrderState saga, Situation seen, PlaceOrderPlan plan)
    {
        var undo = plan.Of(seen.Step, EffectIntent.Undo);
        var round = saga.UndoOf(seen.Step) == Compensation.Required ? 1 : seen.UndoRound + 1;
        return $"{undo.Command} is sent to {undo.Participant} in round {round}, with {undo.Patience!.Attempts} attempts.";
    }

    static string Remaining(OrderStep? first, PlaceOrderPlan plan)
    {
        var undos = new List<string>();
        for (var step = first; step is { } owed; step = plan.Before(owed))
            undos.Add(plan.Of(owed, EffectIntent.Undo).Command);
        return undos.Count == 0 ? "Then the order is cancelled." : $"Then {string.Join(", ", undos)} and the end: the order is cancelled.";
    }

    static string Join(params string?[] sentences) => string.Join(' ', sentences.OfType<string>());
}
