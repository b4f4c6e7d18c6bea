using MassTransit;
using Sagas.Contracts.Payment;
using Sagas.EffectLedger;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;
using Sagas.Transactions;

namespace Sagas.Payment.CapturingPayments;

/// <summary>Has the gateway charge an order, once per effect key.</summary>
[ReadsUnitOfWork]
sealed class CapturePaymentConsumer(RemoteEffectLedger<PaymentDbContext> ledger, IPaymentGateway gateway, IUnitOfWork<PaymentDbContext> unit)
    : IConsumer<CapturePayment>
{
    public Task Consume(ConsumeContext<CapturePayment> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async () =>
            {
                var answer = await gateway.CaptureAsync(command.EffectKey.ToString(), command.Amount, command.PaymentToken, context.CancellationToken);
                unit.Write(OrderPaymentWriter.Instance, command.Payment(answer, context.GetTenant()));
                return command.Reply(answer);
            },
            refuse: command.Declined);
    }
}
