using MassTransit;
using Sagas.SagaTimeline.Tests.Errands;

namespace Sagas.SagaTimeline.Tests.Completeness;

public sealed class When_a_state_machine_is_checked
{
    [Fact]
    public void What_a_state_does_not_answer_is_listed() => StateMachineCompleteness.Check(new Door()).Select(answer => answer.ToString()).ShouldBe([
        "Open ignores Knocked without a reason; replace Ignore by IgnoreBecause",
        "Shut does not answer DoorShut; act on it, or say IgnoreBecause",
    ]);

    [Fact]
    public void What_it_answers_is_told_with_the_reason() => StateMachineCompleteness.List(new Door()).Where(answer => answer.Kind == AnswerKind.IgnoredBecause)
        .ShouldBe([
            new EventAnswer("Open", "DoorOpened", AnswerKind.IgnoredBecause, "it is open already"),
            new EventAnswer("Shut", "DoorOpened", AnswerKind.IgnoredBecause, "it stays shut"),
        ]);

    [Fact]
    public void A_schedule_is_to_be_answered_in_every_state_that_it_can_fire_in()
    {
        var gaps = StateMachineCompleteness.Check(new ErrandStateMachine(new Trouble())).Where(answer => answer.Event.StartsWith("Patience", StringComparison.Ordinal));
        gaps.ShouldBe([
            new EventAnswer("HandingOver", "Patience.Received", AnswerKind.None),
            new EventAnswer("Done", "Patience.Received", AnswerKind.None),
        ]);
    }

    [Fact]
    public void Final_counts_when_finished_sagas_are_kept()
    {
        StateMachineCompleteness.Check(new Visit(removesFinished: false)).ShouldBe([new EventAnswer("Final", "Arrived", AnswerKind.None)]);
        StateMachineCompleteness.Check(new Visit(removesFinished: true)).ShouldBeEmpty();
    }

    public sealed record Opened(Guid CorrelationId) : CorrelatedBy<Guid>;

    public sealed record Closed(Guid CorrelationId) : CorrelatedBy<Guid>;

    public sealed record Knock(Guid CorrelationId) : CorrelatedBy<Guid>;

    sealed class Door : MassTransitStateMachine<Errand>
    {
        public Door()
        {
            InstanceState(door => door.CurrentState);
            Initially(When(DoorOpened).TransitionTo(Open));
            During(Open,
                When(DoorOpened).By(_ => "somebody").IgnoreBecause("it is open already"),
                When(DoorShut).TransitionTo(Shut),
                Ignore(Knocked));
            During(Shut, When(DoorOpened).IgnoreBecause("it stays shut"), When(Knocked).Then(_ => { }));
        }

        public State Open { get; private set; } = null!;

        public State Shut { get; private set; } = null!;

        public Event<Opened> DoorOpened { get; private set; } = null!;

        public Event<Closed> DoorShut { get; private set; } = null!;

        public Event<Knock> Knocked { get; private set; } = null!;
    }

    sealed class Visit : MassTransitStateMachine<Errand>
    {
        public Visit(bool removesFinished)
        {
            InstanceState(visit => visit.CurrentState);
            Initially(When(Arrived).Finalize());
            if (removesFinished)
                SetCompletedWhenFinalized();
        }

        public Event<Opened> Arrived { get; private set; } = null!;
    }
}
