using FsCheck;
using FsCheck.Fluent;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Orders.OrderCommand.OfReturn;

namespace Sagas.OrderSaga.Tests.Orders;

/// <summary>Commands of a return in any order, from a delivered order on. A command that breaks an invariant leaves no trace, as a rolled back transaction would.</summary>
public sealed class When_anything_happens_to_a_return
{
    static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(40);

    static readonly Gen<OrderCommand> AnyCommand = Gen.Frequency(
        (3, Gen.Elements(AReturn.Id, AReturn.AnotherId).Select(OrderCommand (id) => new RequestReturn(id, "too big", "BLAUS"))),
        (1, Gen.Elements(Enum.GetValues<ReturnRejection>()).Select(OrderCommand (because) => new TurnRound(AReturn.Id, because))),
        (4, Gen.Constant<OrderCommand>(new RecordReceived(AReturn.Id, AnOrder.Tuesday))),
        (4, Gen.Constant<OrderCommand>(new RecordInspected(AReturn.Id, AReturn.Verdict))),
        (3, Gen.Elements(2, 3).Select(OrderCommand (units) => new RecordRestocked(AReturn.Id, units))),
        (3, Gen.Elements(1, 2).Select(OrderCommand (units) => new RecordWrittenOff(AReturn.Id, units))),
        (4, Gen.Elements("re_1", "re_1", "re_1", "re_2").Select(OrderCommand (refund) => new RecordRefunded(AReturn.Id, AnOrder.Total, refund))),
        (1, Gen.Elements(Enum.GetValues<ReturnStep>()).Select(OrderCommand (step) => new WaiveStep(AReturn.Id, step, "transfer 4711", "dana"))),
        (1, Gen.Elements("no answer", "faults").Select(OrderCommand (reason) => new ParkReturn(AReturn.Id, reason, [ReturnStep.RefundReturn]))),
        (1, Gen.Constant<OrderCommand>(new ResumeReturn(AReturn.Id, "try again"))),
        (1, Gen.Elements(AReturn.RequestId, AnOrder.ShipmentId)
            .Select(OrderCommand (id) => new RecordOperatorAsked(AReturn.Id, id, OperatorRequest.Retry, "Payment is back", "dana"))),
        (3, Gen.Constant<OrderCommand>(new Complete(AReturn.Id))),
        (1, Gen.Constant<OrderCommand>(new Reject(AReturn.Id))));

    static readonly Arbitrary<OrderCommand[]> Histories = Arb.From(AnyCommand.ListOf().Select(commands => commands.Prepend(new RequestReturn(AReturn.Id, "too big", "BLAUS")).ToArray()));

    [Fact]
    public void Deciding_anything_twice_yields_nothing_the_second_time() =>
        Check.One(Thorough, Prop.ForAll(Histories, AnyCommand.ToArbitrary(), (history, command) =>
        {
            var order = Turns(history).LastOrDefault().After ?? Delivered;
            if (AnyHistory.TryDecide(order, command, out var decided))
                Order.Decide(order.Fold(decided), command).ShouldBeEmpty();
        }));

    [Fact]
    public void What_is_refunded_is_what_was_charged_or_nothing_and_only_for_goods_that_came_back() =>
        Holds(turn =>
        {
            turn.After.Payment.Refunded.ShouldBeOneOf(null, AnOrder.Total);
            if (turn.After.Payment.Refunded is not null)
                turn.After.Returns!.ShouldContain(known => known.ReceivedAt != null && known.Refunded == AnOrder.Total);
        });

    [Fact]
    public void Neither_the_orders_outcome_nor_a_returns_ever_changes() =>
        Holds(turn =>
        {
            turn.After.Outcome.ShouldBe(OrderOutcome.Confirmed);
            foreach (var ended in turn.Before.Returns?.Where(known => known.Outcome is not null) ?? [])
                turn.After.ReturnOf(ended.ReturnId)!.Outcome.ShouldBe(ended.Outcome);
        });

    [Fact]
    public void A_complete_one_misses_nothing_and_a_rejected_one_has_no_goods() =>
        Holds(turn =>
        {
            foreach (var known in turn.After.Returns ?? [])
            {
                if (known.Outcome == ReturnOutcome.Completed)
                    known.Missing.ShouldBeEmpty();
                if (known.Outcome == ReturnOutcome.Rejected)
                    known.ReceivedAt.ShouldBeNull();
            }
        });

    [Fact]
    public void At_most_the_last_return_is_open() =>
        Holds(turn => (turn.After.Returns ?? []).SkipLast(1).ShouldAllBe(known => known.Outcome == ReturnOutcome.Rejected));

    /// <summary>The properties above are worth as much as the histories that they see.</summary>
    [Fact]
    public void The_histories_lead_everywhere()
    {
        HashSet<Type> events = [];
        HashSet<Type> news = [];
        Check.One(Thorough.WithReplay(20250303, 4711), Prop.ForAll(Histories, history =>
        {
            foreach (var (_, command, decided, _) in Turns(history))
            {
                events.UnionWith(decided.Select(it => it.GetType()));
                if (decided.Count > 0)
                    news.Add(command.GetType());
            }
        }));

        typeof(OrderEvent.OfReturn).GetNestedTypes().Except(events).ShouldBeEmpty();
        typeof(OrderCommand.OfReturn).GetNestedTypes().Except(news).ShouldBeEmpty();
    }

    static OrderState Delivered { get; } = OrderState.Initial.Fold(AReturn.DeliveredOrder);

    static void Holds(Action<(OrderState Before, OrderCommand Command, IReadOnlyList<OrderEvent> Decided, OrderState After)> property) =>
        Check.One(Thorough, Prop.ForAll(Histories, history =>
        {
            foreach (var turn in Turns(history))
                property(turn);
        }));

    static IEnumerable<(OrderState Before, OrderCommand Command, IReadOnlyList<OrderEvent> Decided, OrderState After)> Turns(OrderCommand[] history)
    {
        var order = Delivered;
        foreach (var command in history)
        {
            if (!AnyHistory.TryDecide(order, command, out var decided))
                continue;
            var after = order.Fold(decided);
            yield return (order, command, decided, after);
            order = after;
        }
    }
}
