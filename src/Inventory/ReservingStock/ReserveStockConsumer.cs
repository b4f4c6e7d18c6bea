using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.EffectLedger;
using Sagas.Transactions;

namespace Sagas.Inventory.ReservingStock;

/// <summary>Sets aside every line of an order, or none.</summary>
[ReadsUnitOfWork]
sealed class ReserveStockConsumer(LocalEffectLedger<InventoryDbContext> ledger, IUnitOfWork<InventoryDbContext> unit) : IConsumer<ReserveStock>
{
    public Task Consume(ConsumeContext<ReserveStock> context)
    {
        var command = context.Message;
        var offers = new Dictionary<string, Offer>();
        foreach (var line in command.Lines)
        {
            unit.Load(OfferLoader.Instance, line.Sku, offer =>
            {
                if (offer is not null)
                    offers[line.Sku] = offer;
            });
        }

        return ledger.DoAsync(
            context,
            command.EffectKey,
            decide: () =>
            {
                var decision = ReservationDecision.About(command.Lines, offers);
                if (decision.Refusal is { } reason)
                    return command.Unavailable(reason, decision.Lines);
                unit.Write(ReservationWriter.Instance, new ReservationChange.Made(command.OrderId, command.SagaId, context.GetTenant(), decision.Lines));
                return command.Reserved(decision.Lines);
            },
            refuse: reason => command.Unavailable(reason, []));
    }
}
