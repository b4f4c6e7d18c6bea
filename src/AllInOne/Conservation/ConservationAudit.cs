namespace Sagas.AllInOne.Conservation;

/// <summary>
/// Adds up what must never get lost, from the participants' own databases and the payment gateway's record. It does not ask the saga: an order counts as
/// confirmed when Shipping has a shipment for it that was not cancelled. The orders' streams alone know which returns are complete, and what operators settled outside.
/// </summary>
/// <param name="inventory">The connection string of Inventory's database.</param>
/// <param name="payment">That of Payment's.</param>
/// <param name="paymentGateway">That of the simulated gateway's.</param>
/// <param name="shipping">That of Shipping's.</param>
/// <param name="orderSaga">That of the orders' streams.</param>
public sealed class ConservationAudit(string inventory, string payment, string paymentGateway, string shipping, string orderSaga)
{
    /// <param name="configuration">A host's, with the connection strings of the participants.</param>
    public static ConservationAudit Of(IConfiguration configuration)
    {
        return new(Database("Inventory"), Database("Payment"), Database("PaymentGateway"), Database("Shipping"), Database("OrderSaga"));

        string Database(string name) => configuration.GetConnectionString(name) ?? throw new InvalidOperationException($"ConnectionStrings:{name} is missing.");
    }

    /// <summary>Looks once. While messages are under way, databases may be one step apart.</summary>
    public async Task<IReadOnlyList<ConservationLaw>> CheckAsync(CancellationToken cancellationToken)
    {
        var stock = await StockOfSku.ReadAsync(inventory, cancellationToken);
        var dispatched = await Shipments.DispatchedAsync(shipping, cancellationToken);
        // Goods come back before their money is given back, and the return is complete after that: what follows is read in the opposite order, so that whoever finds the money
        // given back finds the goods too, and whoever finds a return complete finds its money given back, however many are under way.
        var completed = await ReturnedOrders.CompletedAsync(orderSaga, cancellationToken);
        var ledger = await PaymentOfOrder.ReadLedgerAsync(payment, cancellationToken);
        var gateway = await PaymentOfOrder.ReadGatewayAsync(paymentGateway, cancellationToken);
        var confirmed = await Shipments.ConfirmedOrdersAsync(shipping, cancellationToken);
        var returned = await ReturnedOrders.ReadAsync(inventory, cancellationToken);
        var byHand = await SettledByHand.ReadAsync(orderSaga, cancellationToken);
        return
        [
            StockLaws.NothingIsLost(stock),
            StockLaws.EveryMovementIsKept(stock),
            StockLaws.WhatLeftWasShipped(stock, dispatched),
            PaymentLaws.MoneyIsKeptForConfirmedOrders(gateway, confirmed, returned, completed, byHand),
            PaymentLaws.LedgerAgreesWithGateway(ledger, gateway),
        ];
    }

    /// <summary>The fewest units of each SKU that were ever free since the first came in.</summary>
    public Task<IReadOnlyDictionary<string, int>> ScarcestStockAsync(CancellationToken cancellationToken) => ScarcestStock.ReadAsync(inventory, cancellationToken);
}
