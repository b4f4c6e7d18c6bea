using Sagas.Contracts.Inventory;

namespace Sagas.EffectLedger.Tests;

public sealed class When_a_step_is_undone(CounterHost host) : IClassFixture<CounterHost>
{
    [Fact]
    public async Task its_command_is_refused_in_every_round_that_was_not_answered_before()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(command);
        await host.AskAsync(CounterHost.CountDown(command));
        var before = await host.CounterAsync();

        ((StockUnavailable)await host.AskAsync(command)).Reason.ShouldBe("Counted");
        ((StockUnavailable)await host.AskAsync(command with { EffectKey = command.EffectKey with { Round = 2 } })).Reason.ShouldBe(EffectRefusal.AlreadyUndone);

        (await host.CounterAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task a_refusal_is_stored_too()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(CounterHost.CountDown(command));
        var refusal = await host.AskAsync(command);

        (await host.AskAsync(command)).ShouldBeEquivalentTo(refusal);

        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(2);
    }

    [Fact]
    public async Task another_step_of_the_saga_and_the_same_step_of_another_saga_are_not_touched()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(CounterHost.CountDown(command));

        ((StockUnavailable)await host.AskAsync(command with { EffectKey = command.EffectKey with { Step = "count-again" } })).Reason.ShouldBe("Counted");
        ((StockUnavailable)await host.AskAsync(CounterHost.CountUp())).Reason.ShouldBe("Counted");
    }

    [Fact]
    public async Task under_another_steps_name_it_is_a_fault_because_its_tombstone_would_not_be_found()
    {
        var command = CounterHost.CountUp();
        var undo = CounterHost.CountDown(command);

        var fault = (await host.AskAsync(undo with { EffectKey = undo.EffectKey with { Step = "uncount" } })).ShouldBeAssignableTo<MassTransit.Fault>()!;

        fault.Exceptions[0].Message.ShouldContain("does not undo");
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(0);
    }
}
