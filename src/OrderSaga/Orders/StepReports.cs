using static Sagas.OrderSaga.Orders.StepStanding;

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// Whether a participant's report about a step is news. Reports come late, twice and in any order, and most of what comes late is
/// harmless; what would leave an effect behind that nobody undoes is not.
/// </summary>
static class StepReports
{
    public static bool IsNewsThatDone(this OrderState order, OrderStep step) => order.StandingOf(step) switch
    {
        Done or Undone or Waived => false,
        Refused => throw new OrderInvariantException(
            $"{step} was refused, and is now reported as done.",
            "Compare the participant's effect ledger with the order's stream, then undo the effect by hand."),
        _ when order.Outcome == OrderOutcome.Cancelled => throw new OrderInvariantException(
            $"{step} is reported as done for an order that is cancelled and never started it.",
            "Undo the effect at the participant by hand and find out who sent the command."),
        _ => true,
    };

    public static bool IsNewsThatRefused(this OrderState order, OrderStep step) => order.StandingOf(step) switch
    {
        Refused or Undone or Waived => false,
        Done => throw new OrderInvariantException(
            $"{step} was done, and is now reported as refused.",
            "Compare the participant's effect ledger with the order's stream; the order goes on as if it had been done."),
        _ => order.Outcome is null,
    };

    public static bool IsNewsThatUndone(this OrderState order, OrderStep step)
    {
        order.MustHaveTurnedRound($"{step} is reported as undone");
        return order.Outcome is null && order.StandingOf(step) is not (Undone or Waived);
    }
}
