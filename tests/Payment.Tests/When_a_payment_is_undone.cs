using Sagas.Contracts;
using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_a_payment_is_undone(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task the_charge_is_given_back()
    {
        var command = AnOrder.Paying("tok_approved");
        await till.AskAsync(command);

        var reply = (await till.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<PaymentRefunded>();

        (reply.SagaId, reply.OrderId, reply.EffectKey, reply.Amount).ShouldBe((command.SagaId, command.OrderId, AnOrder.Undoing(command).EffectKey, command.Amount));
        var charge = (await till.ChargeAsync(command))!;
        (charge.Status, charge.RefundReference).ShouldBe(("refunded", reply.GatewayReference));
        var ledger = await till.LedgerAsync(command);
        (ledger.Captured, ledger.Refunded, ledger.RefundReference).ShouldBe((command.Amount, command.Amount, reply.GatewayReference));
    }

    [Fact]
    public async Task doing_so_again_refunds_nothing_more()
    {
        var command = AnOrder.Paying("tok_approved");
        await till.AskAsync(command);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => till.AskAsync(AnOrder.Undoing(command))));
        var nextRound = (await till.AskAsync(AnOrder.Undoing(command, round: 2))).ShouldBeOfType<PaymentRefunded>();

        var first = replies.Distinct().ShouldHaveSingleItem().ShouldBeOfType<PaymentRefunded>();
        nextRound.GatewayReference.ShouldBe(first.GatewayReference);
    }

    [Fact]
    public async Task a_declined_card_has_nothing_to_give_back()
    {
        var command = AnOrder.Paying("tok_declined_card_expired");
        await till.AskAsync(command);

        (await till.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<PaymentVoided>();
    }

    [Fact]
    public async Task a_capture_that_is_redelivered_afterwards_charges_nothing()
    {
        var command = AnOrder.Paying("tok_approved");
        await till.AskAsync(command);
        await till.AskAsync(AnOrder.Undoing(command));

        (await till.AskAsync(command)).ShouldBeOfType<PaymentCaptured>();
        (await till.AskAsync(command with { EffectKey = command.EffectKey with { Round = 2 } })).ShouldBeOfType<PaymentDeclined>().Reason.ShouldBe("AlreadyUndone");

        till.Door.CapturesAsked(command).ShouldBe(1);
        (await till.ChargeAsync(command))!.Status.ShouldBe("refunded");
    }
}
