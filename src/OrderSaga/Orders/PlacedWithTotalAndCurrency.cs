using System.Globalization;
using System.Text.Json.Nodes;
using Sagas.EventStore;

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// <c>order-placed</c> 2 to 3: <c>total</c> and <c>currency</c> side by side become <c>expectedTotal</c>, one amount of money; a customer who was shown no
/// total had null. Synthetic history, as <see cref="PlacedInDollars" />.
/// </summary>
sealed class PlacedWithTotalAndCurrency : IUpcaster
{
    public int From => 2;

    public JsonObject Upcast(JsonObject data)
    {
        data["expectedTotal"] = data["total"] is { } total
            ? new JsonObject { ["amount"] = total.GetValue<decimal>().ToString(CultureInfo.InvariantCulture), ["currency"] = (string?)data["currency"] }
            : null;
        data.Remove("total");
        data.Remove("currency");
        return data;
    }
}
