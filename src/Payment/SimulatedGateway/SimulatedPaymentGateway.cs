using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.Payment.Gateway;

namespace Sagas.Payment.SimulatedGateway;

/// <summary>A gateway that moves no money, and otherwise behaves like one: it keeps its own books, and the payment token says what goes wrong.</summary>
sealed class SimulatedPaymentGateway(ChargeStatements charges, IOptions<PaymentOptions> options, TimeProvider clock) : IPaymentGateway
{
    readonly SimulatedGatewayOptions _options = options.Value.SimulatedGateway;

    public async Task<CaptureAnswer> CaptureAsync(string key, Money amount, string token, CancellationToken cancellationToken)
    {
        if (!IsPayable(amount))
            throw new PaymentGatewayException($"{amount} can't be charged. An amount is above zero, in whole minor units of a currency of ISO 4217.");
        if (token == TestToken.Outage && await charges.CountAttemptAsync(key, cancellationToken) <= _options.OutageAttempts)
            throw new PaymentGatewayUnavailableException("The gateway is out of reach.");

        var (charge, isNew) = await charges.CaptureAsync(key, amount, TestToken.DeclineReason(token), Reference("ch"), cancellationToken);
        if (isNew && token == TestToken.Slow)
            await Task.Delay(_options.SlowAnswer, clock, cancellationToken);
        if (isNew && token == TestToken.AnswerLost)
            throw new PaymentGatewayUnavailableException("The gateway's answer was lost.");
        return Answer(charge, amount);
    }

    public async Task<ReleaseAnswer> ReleaseAsync(string key, Money? expected, CancellationToken cancellationToken)
    {
        var charge = await charges.ReleaseAsync(key, Reference("re"), expected, cancellationToken)
            ?? throw new PaymentGatewayException($"Key {key} stands for another charge than {expected}, which was to be given back. Nothing was. Compare the order with GET /gateway/charges.");
        return charge is { Reference: { } captured, RefundReference: { } refunded }
            ? new ReleaseAnswer.Refunded(charge.Money, captured, refunded)
            : new ReleaseAnswer.Voided();
    }

    static bool IsPayable(Money money) =>
        money.Amount > 0 && Currency.IsKnown(money.Currency) && Currency.Round(money.Amount, money.Currency) == money.Amount;

    static CaptureAnswer Answer(Charge charge, Money asked)
    {
        if (charge.Outcome == ChargeOutcome.Voided)
            return new CaptureAnswer.Voided();
        if (charge.Money != asked)
            throw new PaymentGatewayException($"Key {charge.Key} stands for {charge.Money}, and was used for {asked}. Each amount needs a key of its own.");
        return charge is { Reference: { } reference } ? new CaptureAnswer.Captured(charge.Money, reference) : new CaptureAnswer.Declined(charge.DeclineReason!);
    }

    string Reference(string kind) => $"{kind}_{Guid.CreateVersion7(clock.GetUtcNow()):N}";
}
