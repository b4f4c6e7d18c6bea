using MassTransit;
using Sagas.Contracts.Payment;
using Sagas.EffectLedger;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;
using Sagas.Transactions;

namespace Sagas.Payment.RefundingPayments;

/// <summary>Has the gateway release a capture's key, whatever is known here: that nothing is recorded does not mean that nothing was charged.</summary>
[ReadsUnitOfWork]
sealed class RefundPaymentConsumer(RemoteEffectLedger<PaymentDbContext> ledger, IPaymentGateway gateway, IUnitOfWork<PaymentDbContext> unit)
    : IConsumer<RefundPayment>
{
    public Task Consume(ConsumeContext<RefundPayment> context)
    {
        var command = context.Message;
        return ledger.UndoAsync(
            context,
            command.EffectKey,
            command.Undoes,
            perform: async () =>
            {
                var answer = await gateway.ReleaseAsync(command.Undoes.ToString(), expected: null, context.CancellationToken);
                unit.Write(OrderPaymentWriter.Instance, OrderPayment.Released(command.Undoes, command.OrderId, answer, context.GetTenant()));
                return command.Reply(answer);
            });
    }
}
