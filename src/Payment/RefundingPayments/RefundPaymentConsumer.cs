using MassTransit;
using Sagas.Contracts.Payment;
using Sagas.EffectLedger;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;
using Sagas.Transactions;

namespace Sagas.Payment.RefundingPayments;

/// <summary>Makes sure that an order is not charged. It always asks the gateway: a missing row of ours proves nothing about what was charged.</summary>
[ReadsUnitOfWork]
sealed class RefundPaymentConsumer(RemoteEffectLedger<PaymentDbContext> ledger, IPaymentGateway gateway, IUnitOfWork<PaymentDbContext> unit) : IConsumer<RefundPayment>
{
    public Task Consume(ConsumeContext<RefundPayment> context)
    {
        var command = context.Message;
        return ledger.UndoAsync(
            context,
            command.EffectKey,
            perform: async () =>
            {
                switch (await gateway.ReleaseAsync(command.Undoes.ToString(), context.CancellationToken))
                {
                    case ReleaseAnswer.Refunded refunded:
                        // The capture too: its own answer may have been lost, and the refund is the first that we hear of it.
                        unit.Write(PaymentEntryWriter.Instance, PaymentEntry.Captured(command.Undoes, command.OrderId, refunded.Amount, refunded.CaptureReference));
                        unit.Write(PaymentEntryWriter.Instance, PaymentEntry.Refunded(command.Undoes, command.OrderId, refunded.Amount, refunded.Reference));
                        return command.Refunded(refunded);
                    default:
                        unit.Write(PaymentEntryWriter.Instance, PaymentEntry.Voided(command.Undoes, command.OrderId));
                        return command.Voided();
                }
            });
    }
}
