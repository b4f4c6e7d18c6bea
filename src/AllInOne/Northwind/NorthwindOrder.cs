using Sagas.Contracts;

namespace Sagas.AllInOne.Northwind;

/// <summary>An order as a customer of 1996 to 1998 sent it, and how the demo pays for it.</summary>
sealed record NorthwindOrder(int OrderId, string CustomerId, PostalAddress ShipTo, IReadOnlyList<NorthwindLine> Lines)
{
    public const string Approved = "tok_approved";
    public const string Declined = "tok_declined_insufficient_funds";

    /// <summary>Counts from 1, by order id.</summary>
    public int Position { get; init; }

    public string PaymentToken => Position % 10 == 0 ? Declined : Approved;

    /// <summary>Makes placing it again, in this run or a later one, the same placement.</summary>
    public string IdempotencyKey => $"northwind-{OrderId}";

    /// <summary>What the customer was shown. Discounts were agreed afterwards, so they do not count.</summary>
    public Money TotalThen => NorthwindMoney.Of(Lines.Sum(line => line.Quantity * line.UnitPriceThen));
}
