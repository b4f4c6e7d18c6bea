using System.Globalization;

namespace Sagas.Load.Orders;

/// <summary>An amount as the wire has it.</summary>
sealed record Money(string Amount, string Currency)
{
    public static Money Dollars(decimal amount) => new(amount.ToString("0.00", CultureInfo.InvariantCulture), "USD");
}
