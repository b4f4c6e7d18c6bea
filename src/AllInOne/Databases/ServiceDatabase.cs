namespace Sagas.AllInOne.Databases;

/// <param name="ConnectionString">The name of its connection string; with <c>Owner</c> behind it, that of the role for migrations.</param>
/// <param name="Suffix">Its name on the server, behind the prefix.</param>
sealed record ServiceDatabase(string ConnectionString, string Suffix)
{
    public static IReadOnlyList<ServiceDatabase> All { get; } =
    [
        new("OrderSaga", "order_saga"),
        new("Inventory", "inventory"),
        new("Payment", "payment"),
        new("PaymentGateway", "payment_gateway"),
        new("Shipping", "shipping"),
    ];
}
