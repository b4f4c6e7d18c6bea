using System.Text.Json;
using Npgsql;
using Sagas.Floor.Databases;
using Sagas.Floor.Forms;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Bare;

/// <summary>What it takes to be correct, and no more: inbox, state, business rows and outbox.</summary>
/// <param name="requests">What a request writes.</param>
sealed class BareTables(string requests = "place") : ITables
{
    public async Task<NpgsqlDataSource> CreateAsync(Role role, Server server)
    {
        var database = await server.CreateAsync(ServiceNames.Of(role), $"bare/{role.ToString().ToLowerInvariant()}-tables");
        if (role == Role.Inventory)
            await Server.StockAsync(database, new Catalogue());
        return database;
    }

    public Task<IHopWriter> OpenAsync(Role role, NpgsqlDataSource database, bool forMany) => role switch
    {
        Role.Api => OpenAsync(requests, new Columns<Hop>().Text("key", hop => hop.Key), database, forMany),
        Role.Order => OpenAsync("order", OfOrder(), database, forMany),
        Role.Inventory => OpenAsync("inventory", OfInventory(), database, forMany),
        Role.Payment => OpenAsync("payment", OfPayment(), database, forMany),
        _ => OpenAsync("shipping", OfShipping(), database, forMany),
    };

    static Task<IHopWriter> OpenAsync(string file, Columns<Hop> columns, NpgsqlDataSource database, bool forMany) => StatementWriter<Hop>.OpenAsync(
        database,
        $"bare/{file}",
        columns
            .Uuid("order_id", hop => hop.Order.OrderId)
            .Uuid("message_id", hop => hop.Id)
            .Uuid("next_id", hop => hop.Next.MessageId)
            .Text("destination", hop => hop.Next.DestinationAddress)
            .Bytes("body", hop => hop.Body),
        hop => hop,
        forMany);

    static Columns<Hop> OfOrder() => new Columns<Hop>()
        .Text("state", hop => hop.Sends.ToString())
        .Integer("version", hop => ((int)hop.Sends + 1) / 2)
        .Text("customer_id", hop => hop.Order.CustomerId)
        .Numeric("total", hop => hop.Order.Total)
        .Instant("at", hop => hop.At);

    static Columns<Hop> OfInventory() => new Columns<Hop>().Jsonb("lines", hop => JsonSerializer.SerializeToUtf8Bytes(hop.Order.Lines, FloorJson.Default.OrderLineArray));

    static Columns<Hop> OfPayment() => new Columns<Hop>()
        .Text("reference", hop => hop.Order.GatewayReference)
        .Numeric("amount", hop => hop.Order.Total);

    static Columns<Hop> OfShipping() => new Columns<Hop>()
        .Uuid("shipment_id", hop => hop.Order.ShipmentId!.Value)
        .Jsonb("ship_to", hop => JsonSerializer.SerializeToUtf8Bytes(hop.Order.ShipTo, FloorJson.Default.Address));
}
