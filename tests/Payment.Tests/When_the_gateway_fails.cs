using System.Globalization;
using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Payment;

namespace Sagas.Payment.Tests;

public sealed class When_the_gateway_fails(Till till) : IClassFixture<Till>
{
    [Fact]
    public async Task an_answer_that_is_lost_is_asked_for_again_and_the_order_is_charged_once()
    {
        var command = AnOrder.Paying("tok_answer_lost");

        var reply = (await till.AskAsync(command)).ShouldBeOfType<PaymentCaptured>();

        (await till.ChargeAsync(command))!.Reference.ShouldBe(reply.GatewayReference);
        till.Door.CapturesAsked(command).ShouldBe(2);
    }

    [Fact]
    public async Task an_outage_is_a_fault_and_the_command_that_is_sent_again_is_answered()
    {
        var command = AnOrder.Paying("tok_outage");

        (await till.AskAsync(command)).ShouldBeAssignableTo<Fault>()!.Exceptions[0].ExceptionType.ShouldContain("PaymentGatewayUnavailableException");
        (await till.ChargeAsync(command)).ShouldBeNull();

        (await till.AskAsync(command)).ShouldBeOfType<PaymentCaptured>();
    }

    [Theory]
    [InlineData("0.001", "USD")]
    [InlineData("0.5", "JPY")]
    [InlineData("0", "USD")]
    [InlineData("-1", "USD")]
    [InlineData("10", "XXX")]
    public async Task an_amount_that_nobody_can_pay_is_a_fault_and_not_charged(string amount, string currency)
    {
        var command = AnOrder.Paying("tok_approved") with { Amount = new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency) };

        (await till.AskAsync(command)).ShouldBeAssignableTo<Fault>()!.Exceptions[0].Message.ShouldContain("can't be charged");

        (await till.ChargeAsync(command)).ShouldBeNull();
    }

    [Fact]
    public async Task nothing_of_the_failed_attempt_is_recorded()
    {
        var command = AnOrder.Paying("tok_outage");
        await till.AskAsync(command);

        (await till.Database.ScalarAsync<long>("select count(*) from effects where saga_id = $1", command.SagaId)).ShouldBe(0);
        (await till.Database.ScalarAsync<long>("select count(*) from payments where saga_id = $1", command.SagaId)).ShouldBe(0);
    }
}
