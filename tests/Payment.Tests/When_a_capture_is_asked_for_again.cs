using Sagas.Contracts;
using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_a_capture_is_asked_for_again(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task it_is_answered_with_the_first_reply_without_asking_the_gateway()
    {
        var command = AnOrder.Paying("tok_approved");
        var first = (await till.AskAsync(command)).ShouldBeOfType<PaymentCaptured>();

        (await till.AskAsync(command)).ShouldBe(first);

        till.Door.CapturesAsked(command).ShouldBe(1);
    }

    [Fact]
    public async Task at_the_same_time_the_order_is_charged_once_and_all_get_the_same_reply()
    {
        var command = AnOrder.Paying("tok_approved");

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => till.AskAsync(command)));

        replies.Distinct().ShouldHaveSingleItem().ShouldBeOfType<PaymentCaptured>();
        (await till.ChargeAsync(command))!.Status.ShouldBe("captured");
    }

    [Fact]
    public async Task while_the_gateway_takes_its_time_the_second_answer_comes_first_and_is_the_same()
    {
        var command = AnOrder.Paying("tok_approved");
        var held = till.Door.HoldOnTheWayOut(command);
        var first = till.AskAsync(command);
        await held.Arrived;

        var second = await till.AskAsync(command);
        held.Release();

        (await first).ShouldBe(second.ShouldBeOfType<PaymentCaptured>());
    }

    [Fact]
    public async Task a_declined_card_stays_declined_until_a_new_round()
    {
        var command = AnOrder.Paying("tok_declined_insufficient_funds");
        await till.AskAsync(command);

        (await till.AskAsync(command)).ShouldBeOfType<PaymentDeclined>();
        (await till.AskAsync(command with { PaymentToken = "tok_approved" })).ShouldBeAssignableTo<MassTransit.Fault>();
        (await till.AskAsync(command with { PaymentToken = "tok_approved", EffectKey = command.EffectKey with { Round = 2 } })).ShouldBeOfType<PaymentCaptured>();
    }

    [Fact]
    public async Task with_another_amount_before_the_first_was_recorded_the_gateway_rejects_it()
    {
        var command = AnOrder.Paying("tok_approved", 10m);
        var held = till.Door.HoldOnTheWayOut(command);
        var first = till.AskAsync(command);
        await held.Arrived;

        var other = (await till.AskAsync(command with { Amount = new Money(99m, "USD") })).ShouldBeAssignableTo<MassTransit.Fault>()!;
        held.Release();

        other.Exceptions[0].Message.ShouldContain("stands for 10.00 USD");
        (await first).ShouldBeOfType<PaymentCaptured>().Amount.ShouldBe(new Money(10m, "USD"));
    }
}
