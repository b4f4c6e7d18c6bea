using MassTransit;
using Sagas.Contracts.Payment;
using Sagas.EffectLedger;
using Sagas.Payment.Gateway;
using Sagas.Payment.Ledger;
using Sagas.Transactions;

namespace Sagas.Payment.RefundingReturns;

/// <summary>
/// Has the gateway give back what an order was charged. It gives a charge back once, whoever asks under whatever key: a return can't be refunded after its order was, nor twice.
/// </summary>
[ReadsUnitOfWork]
sealed class RefundReturnConsumer(RemoteEffectLedger<PaymentDbContext> ledger, IPaymentGateway gateway, IUnitOfWork<PaymentDbContext> unit)
    : IConsumer<RefundReturn>
{
    public Task Consume(ConsumeContext<RefundReturn> context)
    {
        var command = context.Message;
        return ledger.DoAsync(
            context,
            command.EffectKey,
            perform: async () =>
            {
                var answer = await gateway.ReleaseAsync(command.Charge.ToString(), command.Amount, context.CancellationToken);
                unit.Write(OrderPaymentWriter.Instance, OrderPayment.Released(command.Charge, command.OrderId, answer, context.GetTenant()));
                return command.Reply(answer);
            },
            refuse: command.Refused);
    }
}
