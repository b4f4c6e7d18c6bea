using Sagas.Contracts.Inventory;

namespace Sagas.EffectLedger.Tests;

public sealed class When_a_step_is_being_performed(CounterHost host) : IClassFixture<CounterHost>
{
    [Fact]
    public async Task its_undo_waits_until_it_is_committed()
    {
        var command = CounterHost.CountUp();
        var held = host.Interruption.HoldNext(command.SagaId);
        var done = host.AskAsync(command);
        await held.Arrived;

        var undone = host.AskAsync(CounterHost.CountDown(command));
        await host.ShouldWaitForAStepAsync("the undo");
        (await host.EffectsOfAsync(command.SagaId)).ShouldBe(0);
        held.Release();

        ((StockUnavailable)await done).Reason.ShouldBe("Counted");
        (await undone).ShouldBeOfType<StockUnreserved>();
    }

    [Fact]
    public async Task its_repeat_waits_and_then_gets_the_stored_reply()
    {
        var command = CounterHost.CountUp();
        var before = await host.CounterAsync();
        var held = host.Interruption.HoldNext(command.SagaId);
        var first = host.AskAsync(command);
        await held.Arrived;

        var second = host.AskAsync(command);
        await host.ShouldWaitForAStepAsync("the repeat");
        held.Release();

        (await second).ShouldBeEquivalentTo(await first);
        (await host.CounterAsync()).ShouldBe(before + 1);
    }
}
