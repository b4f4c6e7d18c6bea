namespace Sagas.AllInOne.Conservation;

/// <param name="OrderId">The order.</param>
/// <param name="Captured">What was taken from the customer.</param>
/// <param name="Refunded">What was given back.</param>
public sealed record PaymentOfOrder(Guid OrderId, decimal Captured, decimal Refunded)
{
    public decimal Held => Captured - Refunded;
}
