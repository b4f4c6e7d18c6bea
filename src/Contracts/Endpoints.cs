namespace Sagas.Contracts;

/// <summary>
/// Where messages are sent. Addresses name exchanges: with <c>queue:</c> a sender would declare the receiver's queue too, without its type, which a broker refuses for
/// quorum queues.
/// </summary>
public static class Endpoints
{
    /// <summary>Inventory's endpoint.</summary>
    public const string Inventory = "inventory";

    /// <summary>Payment's endpoint.</summary>
    public const string Payment = "payment";

    /// <summary>Shipping's endpoint.</summary>
    public const string Shipping = "shipping";

    /// <summary>The PlaceOrder saga's endpoint.</summary>
    public const string PlaceOrder = "place-order";

    /// <summary>The ReturnOrder saga's endpoint.</summary>
    public const string ReturnOrder = "return-order";

    /// <summary>The address of an endpoint, the same on every transport and host.</summary>
    public static Uri Address(string endpoint) => new($"exchange:{endpoint}");
}
