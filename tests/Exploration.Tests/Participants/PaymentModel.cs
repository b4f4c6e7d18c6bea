using Sagas.Contracts.Payment;

namespace Sagas.Exploration.Tests.Participants;

/// <summary>What the gateway's own books say under the capture's key.</summary>
enum ChargeModel
{
    None,
    Captured,
    Declined,
    Voided,
    Refunded,
}

/// <summary>
/// Payment: its ledger is one thing, the gateway's books another. Between the two the process can die, and a capture can be on its way to the gateway since before an
/// undo was recorded.
/// </summary>
sealed record PaymentModel
{
    public ChargeModel Charge { get; init; }

    public EffectModel Effects { get; init; } = EffectModel.Empty;

    public string Canonical(Func<EffectModel, string> effects) => $"{Charge} {effects(Effects)}";

    public static IEnumerable<Doing> Capture(World world, CapturePayment command)
    {
        var ledger = world.Payment.Effects;
        if (ledger.Find(command.EffectKey) is { } reply)
        {
            yield return new Doing("answers again", world.With(reply));
            yield break;
        }

        if (ledger.IsUndone)
            yield return Record(world, command, Declined(command, "AlreadyUndone"), "refuses: it was undone before", world.Payment.Charge);

        // Also when it was undone: the ledger may have been read before that.
        foreach (var charge in Gateway(world.Payment.Charge))
        {
            var answer = charge switch
            {
                ChargeModel.Captured => new PaymentCaptured
                {
                    SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = command.Amount, GatewayReference = "ch_1",
                },
                ChargeModel.Declined => Declined(command, "InsufficientFunds"),
                _ => (object)Declined(command, "AlreadyUndone"),
            };
            yield return Record(world, command, answer, $"asks the gateway: {charge}", charge);
            if (charge != world.Payment.Charge)
                yield return new Doing($"asks the gateway ({charge}) and dies", world with { Payment = world.Payment with { Charge = charge } });
        }
    }

    public static IEnumerable<Doing> Refund(World world, RefundPayment command, bool trustsItsLedger)
    {
        if (world.Payment.Effects.Find(command.EffectKey) is { } reply)
        {
            yield return new Doing("answers again", world.With(reply));
            yield break;
        }

        if (trustsItsLedger && world.Payment.Effects.Find(command.Undoes) is not PaymentCaptured)
        {
            yield return Record(world, command, Voided(command), "finds no capture in its ledger", world.Payment.Charge);
            yield break;
        }

        var released = world.Payment.Charge is ChargeModel.Captured or ChargeModel.Refunded ? ChargeModel.Refunded
            : world.Payment.Charge == ChargeModel.None ? ChargeModel.Voided
            : world.Payment.Charge;
        var answer = released == ChargeModel.Refunded
            ? new PaymentRefunded
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = World.Total, GatewayReference = "re_1",
            }
            : (object)Voided(command);
        yield return Record(world, command, answer, $"asks the gateway: {released}", released);
        if (released != world.Payment.Charge)
            yield return new Doing($"asks the gateway ({released}) and dies", world with { Payment = world.Payment with { Charge = released } });
    }

    /// <summary>The gateway answers a key as it did the first time, and keeps a released one for ever.</summary>
    static IEnumerable<ChargeModel> Gateway(ChargeModel charge) => charge == ChargeModel.None ? [ChargeModel.Captured, ChargeModel.Declined] : [charge];

    static Doing Record(World world, object command, object reply, string what, ChargeModel charge) => new(what, (world with
    {
        Payment = new PaymentModel { Charge = charge, Effects = world.Payment.Effects.Record(Letters.KeyOf(command)!, reply) },
    }).With(reply));

    static PaymentDeclined Declined(CapturePayment command, string reason) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason,
    };

    static PaymentVoided Voided(RefundPayment command) => new() { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey };
}
