using System.Text.Json.Nodes;

namespace Sagas.Load.Orders;

/// <summary>The files of <c>samples/northwind</c>.</summary>
static class Northwind
{
    public static IEnumerable<JsonObject> Orders() => Read("orders.ndjson");

    public static IEnumerable<JsonObject> Products() => Read("products.ndjson");

    static IEnumerable<JsonObject> Read(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "northwind", file)).Select(line => JsonNode.Parse(line)!.AsObject());
}
