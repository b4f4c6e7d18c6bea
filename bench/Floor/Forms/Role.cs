namespace Sagas.Floor.Forms;

/// <summary>Who writes: requests, and the four services. Requests are written to the orders' database.</summary>
enum Role
{
    Api,
    Order,
    Inventory,
    Payment,
    Shipping,
}
