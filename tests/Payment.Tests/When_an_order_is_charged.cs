using System.Net;
using Sagas.Contracts;
using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_an_order_is_charged(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task the_gateway_has_the_money_and_everybody_knows_it()
    {
        var command = AnOrder.Paying("tok_approved", 1234.5m);

        var reply = (await till.AskAsync(command)).ShouldBeOfType<PaymentCaptured>();

        (reply.SagaId, reply.OrderId, reply.EffectKey, reply.Amount).ShouldBe((command.SagaId, command.OrderId, command.EffectKey, new Money(1234.50m, "USD")));
        var charge = (await till.ChargeAsync(command)).ShouldNotBeNull();
        (charge.Status, charge.Amount, charge.Reference).ShouldBe(("captured", new Money(1234.50m, "USD"), reply.GatewayReference));
        var ledger = await till.LedgerAsync(command);
        (ledger.Captured, ledger.CaptureReference, ledger.Refunded).ShouldBe((new Money(1234.50m, "USD"), reply.GatewayReference, null));
    }

    [Theory]
    [InlineData("tok_declined_insufficient_funds", "InsufficientFunds")]
    [InlineData("tok_declined_card_expired", "CardExpired")]
    [InlineData("4111111111111111", "UnknownToken")]
    public async Task a_card_that_is_declined_is_not_charged(string token, string reason)
    {
        var command = AnOrder.Paying(token);

        var reply = (await till.AskAsync(command)).ShouldBeOfType<PaymentDeclined>();

        (reply.SagaId, reply.OrderId, reply.EffectKey, reply.Reason).ShouldBe((command.SagaId, command.OrderId, command.EffectKey, reason));
        (await till.ChargeAsync(command))!.Status.ShouldBe("declined");
        var ledger = await till.LedgerAsync(command);
        (ledger.Captured, ledger.DeclineReason).ShouldBe((null, reason));
    }

    [Fact]
    public async Task its_token_is_written_down_nowhere()
    {
        var command = AnOrder.Paying("tok_approved");
        await till.AskAsync(command);

        foreach (var (database, table) in new[] { (till.Database, "payments"), (till.Database, "effects"), (till.GatewayDatabase, "charges") })
            (await database.ScalarAsync<long>($"select count(*) from {table} as row where row::text like '%tok_%'")).ShouldBe(0, table);
    }

    [Fact]
    public async Task an_order_that_was_never_charged_has_no_payment()
    {
        using var answer = await till.Host.Http.GetAsync($"/payments/{Guid.CreateVersion7()}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
