using Sagas.Contracts;

namespace Sagas.AllInOne.Northwind;

static class NorthwindMoney
{
    /// <summary>Zero cents are kept, so that 440 reads as an amount: 440.00.</summary>
    public static Money Of(decimal amount) => new(amount + 0.00m, "USD");
}
