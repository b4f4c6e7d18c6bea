using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts.Inventory;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_a_plan_cannot_be_kept
{
    static readonly Wait Doing = new("Baking", "bakery", "Bake", ["Baked"], new StepPolicy(), AtLast.Compensate);
    static readonly Wait Undoing = new("Binning", "bakery", "Bin", ["Binned"], new StepPolicy(), AtLast.Park);

    [Fact]
    public void ours_can() => Faults(new PlaceOrderPlan(new PlaceOrderOptions()), Machine(new PlaceOrderOptions())).ShouldBeEmpty();

    [Fact]
    public void a_step_before_the_pivot_without_an_undo_is_named() =>
        Faults(new StepPlan<OrderStep>(OrderStep.ReserveStock, Doing with { AtLast = AtLast.Park }, Undo: null), Pivot).ShouldHaveSingleItem().ShouldStartWith("ReserveStock is done before the pivot is passed and has no undo.");

    [Fact]
    public void a_step_behind_the_pivot_needs_none() =>
        Faults(Pivot with { Step = OrderStep.ReserveStock }, new StepPlan<OrderStep>(OrderStep.CreateShipment, Doing with { AtLast = AtLast.Park }, Undo: null)).ShouldBeEmpty();

    [Fact]
    public void a_step_that_would_be_compensated_without_an_undo_is_named() =>
        Faults(Pivot with { Step = OrderStep.ReserveStock }, new StepPlan<OrderStep>(OrderStep.CreateShipment, Doing, Undo: null))
            .ShouldHaveSingleItem().ShouldStartWith("CreateShipment would be compensated when it is given up, and has no undo.");

    [Fact]
    public void a_wait_without_a_deadline_is_named()
    {
        Faults(Pivot with { Do = Doing with { Patience = null } }).ShouldHaveSingleItem().ShouldStartWith("Baking waits for Baked without a deadline.");
        Faults(Pivot with { Undo = Undoing with { Patience = new StepPolicy { Deadline = TimeSpan.Zero } } }).ShouldHaveSingleItem().ShouldStartWith("Binning waits");
    }

    [Fact]
    public void a_state_that_nobody_planned_is_named() =>
        PlanCheck.Faults<OrderStep>(new ForgetfulMachine(), [Pivot], ["Eaten"]).ShouldHaveSingleItem().ShouldStartWith("Cooling is neither planned nor a state to rest in");

    [Fact]
    public void an_undo_that_would_be_compensated_is_named() =>
        Faults(Pivot with { Undo = Undoing with { AtLast = AtLast.Compensate } }).ShouldHaveSingleItem().ShouldStartWith("Binning would compensate a compensation.");

    [Fact]
    public void a_plan_without_a_pivot_is_refused() => Faults(Pivot with { IsPivot = false }).ShouldContain(fault => fault.StartsWith("The plan has no pivot", StringComparison.Ordinal));

    [Fact]
    public async Task the_host_does_not_start()
    {
        var check = new PlanCheck.AtStart<PlaceOrderState, OrderStep>(Machine(new PlaceOrderOptions { Undo = new StepPolicy { Deadline = TimeSpan.Zero } }));

        var refusal = await Should.ThrowAsync<InvalidOperationException>(() => check.StartAsync(TestContext.Current.CancellationToken));

        refusal.Message.ShouldContain("RefundingPayment waits for PaymentRefunded or PaymentVoided without a deadline.");
    }

    static StepPlan<OrderStep> Pivot { get; } = new(OrderStep.CreateShipment, Doing, Undoing, IsPivot: true);

    static IReadOnlyList<string> Faults(params StepPlan<OrderStep>[] steps) => PlanCheck.Faults(new KeptMachine(), steps, ["Eaten"]);

    static IReadOnlyList<string> Faults(PlaceOrderPlan plan, PlaceOrderStateMachine machine) => PlanCheck.Faults(machine, plan.Steps, plan.Resting);

    static PlaceOrderStateMachine Machine(PlaceOrderOptions options) => new(new PlaceOrderSteps(Options.Create(options), TimeProvider.System));

    class KeptMachine : MassTransitStateMachine<PlaceOrderState>
    {
        public KeptMachine()
        {
            InstanceState(saga => saga.CurrentState);
            Event(() => Baked, e => e.CorrelateById(context => context.Message.SagaId));
            Initially(When(Baked).TransitionTo(Baking));
            During(Baking, When(Baked).TransitionTo(Eaten));
        }

        public State Baking { get; } = null!;
        public State Binning { get; } = null!;
        public State Eaten { get; } = null!;
        public Event<StockReserved> Baked { get; } = null!;
    }

    sealed class ForgetfulMachine : KeptMachine
    {
        public ForgetfulMachine() => During(Eaten, When(Baked).TransitionTo(Cooling));

        public State Cooling { get; } = null!;
    }
}
