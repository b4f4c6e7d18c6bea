using Sagas.Contracts.Inventory;

namespace Sagas.EffectLedger.Tests;

public sealed class When_an_effect_is_decided(CounterHost host) : IClassFixture<CounterHost>
{
    [Fact]
    public async Task it_is_made_once_and_a_repeat_gets_the_stored_reply()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();

        var first = await host.AskDecidingAsync(command);
        var second = await host.AskDecidingAsync(command);

        ((StockUnavailable)first).Reason.ShouldBe("Counted");
        second.ShouldBeEquivalentTo(first);
        (await host.CounterAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task it_is_refused_when_its_undo_was_there_first()
    {
        var command = CounterHost.CountUp();
        await host.AskDecidingAsync(CounterHost.CountDown(command));

        ((StockUnavailable)await host.AskDecidingAsync(command)).Reason.ShouldBe(EffectRefusal.AlreadyUndone);
    }

    [Fact]
    public async Task and_its_undo_is_committed_meanwhile_it_is_refused_and_never_made()
    {
        var command = CounterHost.CountUp();
        var held = host.Interruption.HoldNext(command.SagaId);
        var before = await host.CounterAsync();
        var done = host.AskDecidingAsync(command);
        await held.Arrived;

        (await host.AskDecidingAsync(CounterHost.CountDown(command))).ShouldBeOfType<StockUnreserved>();
        held.Release();

        ((StockUnavailable)await done).Reason.ShouldBe(EffectRefusal.AlreadyUndone);
        (await host.CounterAsync()).ShouldBe(before - 1);
    }

    [Fact]
    public async Task and_it_is_made_while_its_undo_is_decided_the_undo_is_decided_again()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();
        var held = host.Interruption.HoldNext(command.SagaId);
        var undone = host.AskDecidingAsync(CounterHost.CountDown(command));
        await held.Arrived;

        ((StockUnavailable)await host.AskDecidingAsync(command)).Reason.ShouldBe("Counted");
        held.Release();

        (await undone).ShouldBeOfType<StockUnreserved>();
        (await host.CounterAsync()).ShouldBe(before);
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(2);
    }

    [Fact]
    public async Task and_its_repeat_is_committed_meanwhile_both_get_that_reply()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();
        var held = host.Interruption.HoldNext(command.SagaId);
        var first = host.AskDecidingAsync(command);
        await held.Arrived;

        var second = await host.AskDecidingAsync(command);
        held.Release();

        (await first).ShouldBeEquivalentTo(second);
        (await host.CounterAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task and_a_command_that_performs_it_is_committed_meanwhile_both_get_that_reply()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();
        var held = host.Interruption.HoldNext(command.SagaId);
        var performed = host.AskAsync(command);
        await held.Arrived;

        var decided = host.AskDecidingAsync(command);
        await host.ShouldWaitForAStepAsync("the decided command");
        held.Release();

        (await decided).ShouldBeEquivalentTo(await performed);
        (await host.CounterAsync()).ShouldBe(before + 1);
    }

    [Fact]
    public async Task its_undo_waits_for_a_command_that_performs_it()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();
        var held = host.Interruption.HoldNext(command.SagaId);
        var performed = host.AskAsync(command);
        await held.Arrived;

        var undone = host.AskDecidingAsync(CounterHost.CountDown(command));
        await host.ShouldWaitForAStepAsync("the decided undo");
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(0);
        held.Release();

        ((StockUnavailable)await performed).Reason.ShouldBe("Counted");
        (await undone).ShouldBeOfType<StockUnreserved>();
        (await host.CounterAsync()).ShouldBe(before);
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(2);
    }
}
