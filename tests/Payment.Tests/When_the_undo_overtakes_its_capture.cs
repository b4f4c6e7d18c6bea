using MassTransit;
using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_the_undo_overtakes_its_capture(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task and_was_recorded_the_late_capture_is_refused_without_asking_the_gateway()
    {
        var command = AnOrder.Paying("tok_approved");

        (await till.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<PaymentVoided>();
        (await till.AskAsync(command)).ShouldBeOfType<PaymentDeclined>().Reason.ShouldBe("AlreadyUndone");

        till.Door.CapturesAsked(command).ShouldBe(0);
        (await till.ChargeAsync(command))!.Status.ShouldBe("voided");
    }

    [Fact]
    public async Task between_its_look_into_the_ledger_and_the_gateway_the_gateway_refuses_the_capture()
    {
        var command = AnOrder.Paying("tok_approved");
        var held = till.Door.HoldOnTheWayIn(command);
        var captured = till.AskAsync(command);
        await held.Arrived;

        (await till.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<PaymentVoided>();
        held.Release();

        (await captured).ShouldBeOfType<PaymentDeclined>().Reason.ShouldBe("AlreadyUndone");
        (await till.ChargeAsync(command))!.Status.ShouldBe("voided");
        var ledger = await till.LedgerAsync(command);
        (ledger.Captured, ledger.Voided).ShouldBe((null, true));
    }

    [Fact]
    public async Task while_its_answer_is_on_the_way_back_the_charge_is_given_back()
    {
        var command = AnOrder.Paying("tok_approved");
        var held = till.Door.HoldOnTheWayOut(command);
        var captured = till.AskAsync(command);
        await held.Arrived;

        var refunded = (await till.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<PaymentRefunded>();
        held.Release();

        (await captured).ShouldBeOfType<PaymentCaptured>();
        (await till.ChargeAsync(command))!.Status.ShouldBe("refunded");
        var ledger = await till.LedgerAsync(command);
        (ledger.Captured, ledger.Refunded, ledger.RefundReference).ShouldBe((command.Amount, command.Amount, refunded.GatewayReference));
    }

    [Fact]
    public async Task after_its_answer_was_lost_for_good_the_charge_is_given_back_and_both_books_agree()
    {
        var command = AnOrder.Paying("tok_approved");
        var held = till.Door.HoldOnTheWayOut(command);
        var captured = till.AskAsync(command);
        await held.Arrived;
        var refunded = (await till.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<PaymentRefunded>();

        held.Fail(new IOException("The connection to the gateway broke."));

        // Handled again, it finds the tombstone.
        (await captured).ShouldBeOfType<PaymentDeclined>().Reason.ShouldBe("AlreadyUndone");
        till.Door.CapturesAsked(command).ShouldBe(1);
        var ledger = await till.LedgerAsync(command);
        (ledger.Captured, ledger.Refunded, ledger.CaptureReference).ShouldBe((command.Amount, command.Amount, (await till.ChargeAsync(command))!.Reference));
        ledger.RefundReference.ShouldBe(refunded.GatewayReference);
    }
}
