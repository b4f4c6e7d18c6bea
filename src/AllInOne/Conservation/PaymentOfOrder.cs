namespace Sagas.AllInOne.Conservation;

/// <param name="OrderId">The order.</param>
/// <param name="Captured">What was taken from the customer.</param>
/// <param name="Refunded">What was given back.</param>
public sealed record PaymentOfOrder(Guid OrderId, decimal Captured, decimal Refunded)
{
    public decimal Held => Captured - Refunded;

    public static Task<List<PaymentOfOrder>> ReadLedgerAsync(string payment, CancellationToken cancellationToken) => Task.FromResult(new List<PaymentOfOrder>());

    public static Task<List<PaymentOfOrder>> ReadGatewayAsync(string gateway, CancellationToken cancellationToken) => Task.FromResult(new List<PaymentOfOrder>());
}
