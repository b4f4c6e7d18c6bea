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
    public async Task while_it_is_performed_the_two_take_turns()
    {
        var before = await host.CounterAsync();

        var turns = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            var command = CounterHost.CountUp();
            var done = host.AskAsync(command);
            var undone = host.AskAsync(CounterHost.CountDown(command));
            await undone;
            return ((StockUnavailable)await done).Reason == "Counted" ? 1 : 0;
        }));

        // Every undo counted down; those whose command was refused had nothing to set against it.
        (await host.CounterAsync()).ShouldBe(before + turns.Sum() - turns.Length);
    }
}
