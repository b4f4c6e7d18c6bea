using Sagas.Contracts;

namespace Sagas.Payment.Ledger;

/// <summary>What an order's customer was charged and given back.</summary>
public sealed record PaymentView(Guid OrderId, Money? Captured, Money? Refunded, IReadOnlyList<PaymentEntry> Entries)
{
    public static PaymentView Of(Guid orderId, IReadOnlyList<PaymentEntry> entries) => new(orderId, Sum(entries, "captured"), Sum(entries, "refunded"), entries);

    static Money? Sum(IEnumerable<PaymentEntry> entries, string kind)
    {
        var amounts = entries.Where(entry => entry.Kind == kind).ToList();
        return amounts.Count == 0 ? null : new Money(amounts.Sum(entry => entry.Amount!.Value), amounts[0].Currency!);
    }
}
