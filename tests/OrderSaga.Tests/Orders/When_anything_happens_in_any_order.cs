using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_anything_happens_in_any_order
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(1_000).WithEndSize(60);

    static readonly IReadOnlyList<OrderStatus> ShippingProgress = [OrderStatus.Confirmed, OrderStatus.Dispatched, OrderStatus.Delivered];

    [Fact]
    public void Deciding_anything_twice_yields_nothing_the_second_time() =>
        Check.One(Thorough, Prop.ForAll(AnyHistory.Arbitrary, AnyHistory.AnyCommand.ToArbitrary(), (history, command) =>
        {
            var order = OrderState.Initial.Fold(history.Events);
            if (AnyHistory.TryDecide(order, command, out var decided))
                Order.Decide(order.Fold(decided), command).ShouldBeEmpty();
        }));

    [Fact]
    public void A_report_that_was_recorded_once_is_never_recorded_again() =>
        Holds(history =>
        {
            var order = OrderState.Initial.Fold(history.Events);
            var recorded = history.Turns().Where(turn => turn.Decided.Count > 0 && IsAReport(turn.Command)).Select(turn => turn.Command);
            recorded.ShouldAllBe(command => Order.Decide(order, command).Count == 0);
        });

    [Fact]
    public void A_history_folds_to_the_same_state_wherever_it_is_split() =>
        Holds(history =>
        {
            var events = history.Events;
            var whole = Told(OrderState.Initial.Fold(events));
            for (var split = 0; split <= events.Count; split++)
            {
                var snapshot = JsonSerializer.Deserialize<OrderState>(Told(OrderState.Initial.Fold(events.Take(split))), Json)!;
                Told(snapshot.Fold(events.Skip(split))).ShouldBe(whole);
            }
        });

    [Fact]
    public void An_outcome_never_changes_and_only_shipping_progresses_after_it() =>
        Holds(history =>
        {
            var order = OrderState.Initial;
            foreach (var happened in history.Events)
            {
                var next = OrderStateFold.Evolve(order, happened);
                if (order.Outcome is not null)
                {
                    next.Outcome.ShouldBe(order.Outcome);
                    (happened is OrderEvent.ShipmentDispatched or OrderEvent.ShipmentDelivered).ShouldBeTrue(happened.ToString());
                    order.Status.ShouldBeOneOf([.. ShippingProgress]);
                    Progress(next).ShouldBeGreaterThanOrEqualTo(Progress(order));
                }

                order = next;
            }
        });

    [Fact]
    public void No_money_is_held_unless_the_order_is_confirmed_or_still_on_its_way() =>
        Holds(history =>
        {
            foreach (var (before, _, decided) in history.Turns())
            {
                var order = before.Fold(decided);
                order.Payment.Held.ShouldBeOneOf(null, AnOrder.Total);
                if (order.Outcome is not null)
                    order.IsBalanced.ShouldBeTrue();
            }
        });

    [Fact]
    public void A_confirmed_order_has_all_its_steps_done_and_a_cancelled_one_has_none() =>
        Holds(history =>
        {
            var order = OrderState.Initial.Fold(history.Events);
            var standings = Enum.GetValues<OrderStep>().Select(order.StandingOf).ToList();
            if (order.Outcome == OrderOutcome.Confirmed)
                standings.ShouldAllBe(standing => standing == StepStanding.Done);
            if (order.Outcome == OrderOutcome.Cancelled)
                standings.ShouldAllBe(standing => standing != StepStanding.Done && standing != StepStanding.InDoubt);
        });

    [Fact]
    public void Every_cancelled_order_says_first_why_it_turned_round() =>
        Holds(history => history.Turns().Where(turn => turn.Decided is [OrderEvent.Cancelled]).ShouldAllBe(turn => turn.Before.HasTurnedRound));

    /// <summary>The properties above are worth as much as the histories that they see.</summary>
    [Fact]
    public void The_histories_lead_everywhere()
    {
        HashSet<OrderStatus> statuses = [];
        HashSet<Type> events = [];
        HashSet<Type> commandsThatBringNews = [];
        HashSet<Type> commandsThatBringNone = [];
        Check.One(Thorough.WithReplay(20250303, 4711), Prop.ForAll(AnyHistory.Arbitrary, history =>
        {
            foreach (var (before, command, decided) in history.Turns())
            {
                statuses.Add(before.Fold(decided).Status);
                events.UnionWith(decided.Select(it => it.GetType()));
                (decided.Count > 0 ? commandsThatBringNews : commandsThatBringNone).Add(command.GetType());
            }
        }));

        // Those of returns are another family: When_anything_happens_to_a_return begins where they do.
        var commands = typeof(OrderCommand).GetNestedTypes().Where(type => !type.IsAbstract).ToList();
        Enum.GetValues<OrderStatus>().Except(statuses).ShouldBe([OrderStatus.NotPlaced, OrderStatus.Returning, OrderStatus.Returned]);
        typeof(OrderEvent).GetNestedTypes().Where(type => !type.IsAbstract).Except(events).ShouldBeEmpty();
        commands.Except(commandsThatBringNews).ShouldBeEmpty();
        commands.Except(commandsThatBringNone).ShouldBeEmpty();
    }

    static void Holds(Action<AnyHistory> property) => Check.One(Thorough, Prop.ForAll(AnyHistory.Arbitrary, property));

    static string Told(OrderState order) => JsonSerializer.Serialize(order, Json);

    static bool IsAReport(OrderCommand command) => command.GetType().Name.StartsWith("Record", StringComparison.Ordinal);

    static int Progress(OrderState order) => ShippingProgress.ToList().IndexOf(order.Status);
}
