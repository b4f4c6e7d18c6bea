using MassTransit;

namespace Sagas.SagaTimeline.Tests;

public sealed class When_a_machine_is_deployed_over_sagas_in_flight
{
    static readonly MachineDefinition Before = MachineDefinition.Of(new BeforeMachine());
    static readonly MachineDefinition After = MachineDefinition.Of(new AfterMachine());
    static readonly Dictionary<string, MachineDefinition> OnRecord = new() { [Before.Hash] = Before };

    [Fact]
    public void the_same_machine_says_nothing() =>
        DeploymentReport.Compare(Before, [new("Packing", Before.Hash, 3)], [new(MessageUrn.ForTypeString<Chimed>(), 1)], OnRecord).ShouldBeEmpty();

    [Fact]
    public void a_state_that_is_gone_is_named_with_how_many_are_in_it() =>
        DeploymentReport.Compare(After, [new("Weighing", Before.Hash, 2), new("Weighing", null, 1)], [], OnRecord)
            .ShouldHaveSingleItem().ShouldStartWith("3 sagas are in Weighing, a state that this machine does not have.");

    [Fact]
    public void each_answer_that_nobody_would_handle_is_named()
    {
        var findings = DeploymentReport.Compare(After, [new("Packing", Before.Hash, 1)], [], OnRecord);

        findings.Count.ShouldBe(2);
        findings[0].ShouldBe("1 saga is in Packing and may get Chimed, which this machine does not answer there. Act on it, or say IgnoreBecause.");
        findings[1].ShouldStartWith("1 saga is in Packing and may get Dropped,");
    }

    [Fact]
    public void an_answer_that_is_let_pass_with_a_reason_is_handled() =>
        After.State("Packing")!.To(MessageUrn.ForTypeString<Packed>())!.Acts.ShouldBeFalse();

    [Fact]
    public void a_timer_that_nobody_would_handle_is_named() =>
        DeploymentReport.Compare(After, [], [new(MessageUrn.ForTypeString<Chimed>(), 4)], OnRecord)
            .ShouldHaveSingleItem().ShouldStartWith("4 timers are pending for");

    [Fact]
    public void a_definition_that_is_not_on_record_is_no_all_clear() =>
        DeploymentReport.Compare(After, [new("Packing", "feed", 1)], [], new Dictionary<string, MachineDefinition>()).ShouldHaveSingleItem().ShouldContain("not on record");

    [Fact]
    public void a_definition_comes_back_from_its_record_as_it_was() => MachineDefinition.FromJson(Before.ToJson()).Hash.ShouldBe(Before.Hash);

    [Fact]
    public void machines_that_do_different_things_have_different_hashes() => After.Hash.ShouldNotBe(Before.Hash);

    public sealed record Packed(Guid CorrelationId) : CorrelatedBy<Guid>;

    public sealed record Dropped(Guid CorrelationId) : CorrelatedBy<Guid>;

    public sealed record Chimed(Guid CorrelationId) : CorrelatedBy<Guid>;

    public sealed class Parcel : SagaStateMachineInstance
    {
        public Guid CorrelationId { get; set; }

        public string CurrentState { get; set; } = "";
    }

    sealed class BeforeMachine : MassTransitStateMachine<Parcel>
    {
        public BeforeMachine()
        {
            InstanceState(parcel => parcel.CurrentState);
            Initially(When(Packed).TransitionTo(Packing));
            During(Packing, When(Packed).TransitionTo(Weighing), When(Dropped).TransitionTo(Weighing), When(Chimed).TransitionTo(Weighing));
            During(Weighing, When(Packed).TransitionTo(Packing));
        }

        public State Packing { get; } = null!;

        public State Weighing { get; } = null!;

        public Event<Packed> Packed { get; } = null!;

        public Event<Dropped> Dropped { get; } = null!;

        public Event<Chimed> Chimed { get; } = null!;
    }

    /// <summary>Weighs no more, has no clock, and has forgotten that parcels fall.</summary>
    sealed class AfterMachine : MassTransitStateMachine<Parcel>
    {
        public AfterMachine()
        {
            InstanceState(parcel => parcel.CurrentState);
            Initially(When(Packed).TransitionTo(Packing), When(Dropped).TransitionTo(Packing));
            During(Packing, When(Packed).IgnoreBecause("it is packed"));
        }

        public State Packing { get; } = null!;

        public Event<Packed> Packed { get; } = null!;

        public Event<Dropped> Dropped { get; } = null!;
    }
}
