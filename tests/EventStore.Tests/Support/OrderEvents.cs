using System.Text.Json.Nodes;

namespace Sagas.EventStore.Tests;

abstract record OrderEvent;

sealed record OrderPlaced(string CustomerId, Address ShipTo, decimal Total, string Currency) : OrderEvent;

sealed record OrderNoted(string Note) : OrderEvent;

sealed record Address(string Name, string City);

/// <summary>Version 1 had no currency, and its total was a text.</summary>
sealed class TotalBecomesANumber : IUpcaster
{
    public int From => 1;

    public JsonObject Upcast(JsonObject data)
    {
        data["total"] = decimal.Parse((string)data["total"]!, System.Globalization.CultureInfo.InvariantCulture);
        return data;
    }
}

/// <summary>Version 2 had no currency.</summary>
sealed class CurrencyIsNamed : IUpcaster
{
    public int From => 2;

    public JsonObject Upcast(JsonObject data)
    {
        data["currency"] = "EUR";
        return data;
    }
}

static class OrderEventTypes
{
    internal static readonly EventType Placed = new EventType<OrderPlaced>("order-placed", schemaVersion: 3)
    {
        Personal = ["/shipTo", new PersonalField("/customerId", Erased: "erased")],
        Upcasters = [new CurrencyIsNamed(), new TotalBecomesANumber()],
    };

    internal static readonly EventType Noted = new EventType<OrderNoted>("order-noted");

    internal static readonly EventSerializer Serializer = new(new EventTypeMap([Placed, Noted]));
}
