using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_a_returned_order_is_refunded(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task its_charge_is_given_back()
    {
        var charge = AnOrder.Paying("tok_approved");
        await till.AskAsync(charge);

        var reply = (await AskAsync(Refunding(charge))).ShouldBeOfType<ReturnRefunded>();

        reply.Amount.ShouldBe(charge.Amount);
        (await till.ChargeAsync(charge))!.RefundReference.ShouldBe(reply.GatewayReference);
        var ledger = await till.LedgerAsync(charge);
        (ledger.Captured, ledger.Refunded, ledger.RefundReference).ShouldBe((charge.Amount, charge.Amount, reply.GatewayReference));
    }

    [Fact]
    public async Task it_is_given_back_once_whoever_asks_and_however_often()
    {
        var charge = AnOrder.Paying("tok_approved");
        await till.AskAsync(charge);
        var refund = Refunding(charge);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskAsync(refund)));
        var nextRound = (await AskAsync(refund with { EffectKey = refund.EffectKey with { Round = 2 } })).ShouldBeOfType<ReturnRefunded>();
        var anotherReturn = (await AskAsync(Refunding(charge))).ShouldBeOfType<ReturnRefunded>();

        var first = replies.Distinct().ShouldHaveSingleItem().ShouldBeOfType<ReturnRefunded>();
        nextRound.GatewayReference.ShouldBe(first.GatewayReference);
        anotherReturn.GatewayReference.ShouldBe(first.GatewayReference);
        (await till.LedgerAsync(charge)).Refunded.ShouldBe(charge.Amount);
    }

    [Fact]
    public async Task without_a_charge_it_is_refused()
    {
        var charge = AnOrder.Paying("tok_declined_card_expired");
        await till.AskAsync(charge);

        (await AskAsync(Refunding(charge))).ShouldBeOfType<ReturnRefundRefused>().Reason.ShouldBe("NothingCaptured");
    }

    [Theory]
    [InlineData("18.01", "USD")]
    [InlineData("17.99", "USD")]
    [InlineData("18.00", "EUR")]
    public async Task another_amount_than_was_charged_is_a_fault_and_no_money_goes(string amount, string currency)
    {
        var charge = AnOrder.Paying("tok_approved") with { Amount = new Money(18.00m, "USD") };
        await till.AskAsync(charge);
        var wanted = new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency);

        (await till.Host.AskAsync(Endpoints.Payment, Refunding(charge) with { Amount = wanted })).ShouldBeAssignableTo<Fault>();

        (await till.ChargeAsync(charge))!.RefundReference.ShouldBeNull();
        (await till.LedgerAsync(charge)).Refunded.ShouldBeNull();
        (await AskAsync(Refunding(charge))).ShouldBeOfType<ReturnRefunded>("what was asked for wrongly stands in nobody's way").Amount.ShouldBe(charge.Amount);
    }

    Task<object> AskAsync(RefundReturn command) => till.Host.AskAsync(Endpoints.Payment, command, saga: Endpoints.ReturnOrder);

    static RefundReturn Refunding(CapturePayment charge)
    {
        var returnId = Guid.CreateVersion7();
        return new RefundReturn
        {
            SagaId = returnId,
            OrderId = charge.OrderId,
            EffectKey = new EffectKey(returnId, "refund-return", EffectIntent.Do, 1),
            Charge = charge.EffectKey,
            Amount = charge.Amount,
        };
    }
}
