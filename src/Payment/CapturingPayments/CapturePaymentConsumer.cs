using MassTransit;
using Sagas.Contracts.Payment;
using Sagas.EffectLedger;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;
using Sagas.Transactions;

namespace Sagas.Payment.CapturingPayments;

/// <summary>Charges an order. No transaction of ours is open while the gateway is asked; the command's key is the gateway's too.</summary>
[ReadsUnitOfWork]
sealed class CapturePaymentConsumer(RemoteEffectLedger<PaymentDbContext> ledger, IPaymentGateway gateway, IUnitOfWork<PaymentDbContext> unit) : IConsumer<CapturePayment>
{
    public Task Consume(ConsumeContext<CapturePayment> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async () =>
            {
                var request = new CaptureRequest(command.EffectKey.ToString(), command.OrderId, command.Amount, command.PaymentToken);
                switch (await gateway.CaptureAsync(request, context.CancellationToken))
                {
                    case CaptureAnswer.Captured captured:
                        unit.Write(PaymentEntryWriter.Instance, PaymentEntry.Captured(command.EffectKey, command.OrderId, captured.Amount, captured.Reference));
                        return command.Captured(captured);
                    case CaptureAnswer.Declined declined:
                        unit.Write(PaymentEntryWriter.Instance, PaymentEntry.Declined(command.EffectKey, command.OrderId, declined.Reason));
                        return command.Declined(declined.Reason);
                    case var other:
                        throw new InvalidOperationException($"The gateway answered {other.GetType().Name}, which is not known.");
                }
            },
            refuse: command.Declined);
    }
}
