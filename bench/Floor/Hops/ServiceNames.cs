using Sagas.Floor.Forms;

namespace Sagas.Floor.Hops;

/// <summary>The services, which their queues and databases are called after. The prefix keeps them out of the way of the real ones on the same broker.</summary>
static class ServiceNames
{
    public const string Order = "floor-order";
    public const string Inventory = "floor-inventory";
    public const string Payment = "floor-payment";
    public const string Shipping = "floor-shipping";

    public static string Of(Role role) => role switch
    {
        Role.Inventory => Inventory,
        Role.Payment => Payment,
        Role.Shipping => Shipping,
        _ => Order,
    };
}
