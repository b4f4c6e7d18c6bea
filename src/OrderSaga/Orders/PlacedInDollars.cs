using System.Text.Json.Nodes;
using Sagas.EventStore;

namespace Sagas.OrderSaga.Orders;

/// <summary>
/// <c>order-placed</c> 1 to 2: the <c>total</c> that the customer was shown was a bare number, and meant US dollars. Synthetic history: no release has
/// written it. It is kept so that the way from an old version to today's is walked, not promised.
/// </summary>
sealed class PlacedInDollars : IUpcaster
{
    public int From => 1;

    public JsonObject Upcast(JsonObject data)
    {
        data["currency"] = "USD";
        return data;
    }
}
