using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;

namespace Sagas.EffectLedger.Tests;

public sealed class When_a_key_is_used_for_another_command(CounterHost host) : IClassFixture<CounterHost>
{
    [Fact]
    public async Task it_is_a_fault_and_the_effect_stays_as_it_was()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(command);
        var before = await host.CounterAsync();

        var fault = (await host.AskAsync(command with { Lines = [new OrderLine { Sku = "chai", Quantity = 1 }] })).ShouldBeAssignableTo<MassTransit.Fault>()!;

        fault.Exceptions[0].Message.ShouldContain($"The effect key {command.EffectKey} was used before by a command of another content");
        (await host.CounterAsync()).ShouldBe(before);
        (await host.AskAsync(command)).ShouldBeOfType<StockUnavailable>().Reason.ShouldBe("Counted");
    }

    [Fact]
    public async Task an_undo_is_no_exception()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(CounterHost.CountDown(command));

        (await host.AskAsync(CounterHost.CountDown(command) with { OrderId = Guid.CreateVersion7() })).ShouldBeAssignableTo<MassTransit.Fault>();
    }

    [Fact]
    public void an_amount_is_the_same_however_many_zeros_it_ends_with() =>
        CommandHash.Of(Paying(12.5m)).ShouldBe(CommandHash.Of(Paying(12.5000m)));

    [Fact]
    public void another_amount_is_not() => CommandHash.Of(Paying(12.5m)).ShouldNotBe(CommandHash.Of(Paying(12.51m)));

    [Fact]
    public void the_order_of_the_members_and_those_that_are_null_do_not_count() =>
        CommandHash.Of(new Before("a", 2)).ShouldBe(CommandHash.Of(new After(2, null, "a")));

    static CapturePayment Paying(decimal amount) => new()
    {
        SagaId = Guid.Empty, OrderId = Guid.Empty, EffectKey = new EffectKey(Guid.Empty, "pay", EffectIntent.Do, 1), Amount = new Money(amount, "USD"), PaymentToken = "tok_1",
    };

    sealed record Before(string Name, int Number);

    sealed record After(int Number, string? Note, string Name);
}
