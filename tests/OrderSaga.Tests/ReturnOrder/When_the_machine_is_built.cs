using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReturnOrder;

public sealed partial class When_the_machine_is_built
{
    [Fact]
    public void every_state_answers_every_event_or_ignores_it_with_a_reason() => StateMachineCompleteness.Check(Machine()).ShouldBeEmpty();

    [Fact]
    public void every_waiting_state_has_a_deadline_and_all_before_the_pivot_can_be_undone() => Faults(Machine()).ShouldBeEmpty();

    [Fact]
    public void a_plan_without_deadlines_is_found_out() => Faults(Machine(new ReturnOrderOptions { SettleGoods = new StepPolicy { Deadline = TimeSpan.Zero } }))
        .ShouldBe([
            "RestockingGoods waits for GoodsRestocked without a deadline. Give it one that is longer than zero.",
            "WritingOffGoods waits for GoodsWrittenOff without a deadline. Give it one that is longer than zero.",
        ]);

    [Fact]
    public void there_is_patience_for_a_parcel_of_two_weeks()
    {
        var patience = new ReturnOrderOptions().ReceiveReturn;

        Enumerable.Range(1, patience.Attempts).Aggregate(TimeSpan.Zero, (sum, attempt) => sum + patience.DeadlineOf(attempt)).ShouldBeGreaterThan(TimeSpan.FromDays(14));
    }

    [Fact]
    public void its_diagram_is_the_one_in_the_docs()
    {
        var drawn = StateDiagram.ToMermaid(Machine());

        var shown = Diagram().Match(File.ReadAllText(Path.Combine(Repository.Root, "docs/return-order.md"))).Groups["diagram"].Value;

        shown.ShouldBe(drawn, $"The machine has changed. Put this into docs/return-order.md:\n{drawn}");
    }

    static IReadOnlyList<string> Faults(ReturnOrderStateMachine machine) => PlanCheck.Faults<ReturnStep>(machine, machine.Steps.Plan.Steps, machine.Steps.Plan.Resting);

    static ReturnOrderStateMachine Machine(ReturnOrderOptions? options = null) =>
        new(new ReturnOrderSteps(Options.Create(options ?? new ReturnOrderOptions()), TimeProvider.System));

    [GeneratedRegex("```mermaid\n(?<diagram>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Diagram();
}
