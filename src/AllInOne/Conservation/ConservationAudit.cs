namespace Sagas.AllInOne.Conservation;

/// <summary>
/// Adds up what must never get lost, from the participants' own databases and the payment gateway's record. It does not ask the saga: an order counts as
/// confirmed when Shipping has a shipment for it that was not cancelled.
/// </summary>
/// <param name="inventory">The connection string of Inventory's database.</param>
/// <param name="payment">That of Payment's.</param>
/// <param name="paymentGateway">That of the simulated gateway's.</param>
/// <param name="shipping">That of Shipping's.</param>
public sealed class ConservationAudit(string inventory, string payment, string paymentGateway, string shipping)
{
    /// <param name="configuration">A host's, with the connection strings of the participants.</param>
    public static ConservationAudit Of(IConfiguration configuration)
    {
        return new(Database("Inventory"), Database("Payment"), Database("PaymentGateway"), Database("Shipping"));

        string Database(string name) => configuration.GetConnectionString(name) ?? throw new InvalidOperationException($"ConnectionStrings:{name} is missing.");
    }

    /// <summary>Looks once. While messages are under way, databases may be one step apart.</summary>
    public async Task<IReadOnlyList<ConservationLaw>> CheckAsync(CancellationToken cancellationToken)
    {
        var stock = await StockOfSku.ReadAsync(inventory, cancellationToken);
        var dispatched = await Shipments.DispatchedAsync(shipping, cancellationToken);
        var confirmed = await Shipments.ConfirmedOrdersAsync(shipping, cancellationToken);
        var returned = await ReturnedOrders.ReadAsync(inventory, cancellationToken);
        var ledger = await PaymentOfOrder.ReadLedgerAsync(payment, cancellationToken);
        var gateway = await PaymentOfOrder.ReadGatewayAsync(paymentGateway, cancellationToken);
        return
        [
            StockLaws.NothingIsLost(stock),
            StockLaws.EveryMovementIsKept(stock),
            StockLaws.WhatLeftWasShipped(stock, dispatched),
            PaymentLaws.MoneyIsKeptForConfirmedOrders(gateway, confirmed, returned),
            PaymentLaws.LedgerAgreesWithGateway(ledger, gateway),
        ];
    }

    /// <summary>The fewest units of each SKU that were ever free since the first came in.</summary>
    public Task<IReadOnlyDictionary<string, int>> ScarcestStockAsync(CancellationToken cancellationToken) => ScarcestStock.ReadAsync(inventory, cancellationToken);
}
