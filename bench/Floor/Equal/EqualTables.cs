using System.Text.Json;
using Npgsql;
using Sagas.Floor.Databases;
using Sagas.Floor.Forms;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;

namespace Sagas.Floor.Equal;

/// <summary>The rows that the real services write, with their indexes and constraints.</summary>
sealed class EqualTables : ITables
{
    static readonly string[] NoEffects = [], Effects = ["equal/effects"];

    NpgsqlDataSource? _gateway;

    public async Task<NpgsqlDataSource> CreateAsync(Role role, Server server)
    {
        if (role == Role.Payment)
            _gateway = await server.CreateAsync("floor-gateway", "equal/gateway-tables");

        var database = await server.CreateAsync(
            ServiceNames.Of(role), ["equal/transport", $"equal/{role.ToString().ToLowerInvariant()}-tables", .. role == Role.Order ? NoEffects : Effects]);
        if (role == Role.Inventory)
            await Server.StockAsync(database, new Catalogue());
        return database;
    }

    public Task<IHopWriter> OpenAsync(Role role, NpgsqlDataSource database, bool forMany) => role switch
    {
        Role.Api => StatementWriter<OrderRequested>.OpenAsync(
            database, "equal/place", OrderRequested.With(Sent<OrderRequested>(row => row.Hop)), OrderRequested.Of, forMany),
        Role.Order => StatementWriter<SagaMoved>.OpenAsync(database, "equal/order", SagaMoved.With(Sent<SagaMoved>(row => row.Hop)), SagaMoved.Of, forMany),
        Role.Inventory => OfParticipantAsync(
            "inventory", columns => columns.Jsonb("lines", row => JsonSerializer.SerializeToUtf8Bytes(row.Hop.Order.Lines, FloorJson.Default.OrderLineArray)), database, forMany),
        Role.Payment => ChargingWriter.OpenAsync(_gateway!, OfParticipantAsync("payment", Paid, database, forMany)),
        _ => OfParticipantAsync("shipping", Shipped, database, forMany),
    };

    static Task<IHopWriter> OfParticipantAsync(
        string file, Func<Columns<EffectDone>, Columns<EffectDone>> own, NpgsqlDataSource database, bool forMany) => StatementWriter<EffectDone>.OpenAsync(
        database, $"equal/{file}", own(EffectDone.With(Sent<EffectDone>(row => row.Hop))), EffectDone.Of, forMany);

    static Columns<EffectDone> Paid(Columns<EffectDone> columns) => columns
        .Text("effect_key", row => row.Key)
        .Numeric("amount", row => row.Hop.Order.Total)
        .Text("reference", row => row.Hop.Order.GatewayReference);

    static Columns<EffectDone> Shipped(Columns<EffectDone> columns) => columns
        .Uuid("shipment_id", row => row.Hop.Order.ShipmentId!.Value)
        .Jsonb("lines", row => Documents.Lines(row.Hop.Order))
        .Jsonb("ship_to", row => JsonSerializer.SerializeToUtf8Bytes(row.Hop.Order.ShipTo, FloorJson.Default.Address))
        .Text("country", row => row.Hop.Order.ShipTo.Country)
        .Text("carrier", row => row.Hop.Order.Carrier)
        .Text("tracking_number", row => row.Hop.Order.TrackingNumber);

    /// <summary>What every statement gets: the message that was handled, and the row of the outbox.</summary>
    static Columns<TRow> Sent<TRow>(Func<TRow, Hop> hop) => new Columns<TRow>()
        .Uuid("order_id", row => hop(row).Order.OrderId)
        .Uuid("message_id", row => hop(row).Id)
        .Instant("at", row => hop(row).At)
        .Uuid("next_id", row => hop(row).Next.MessageId)
        .Text("next_type", row => hop(row).Next.MessageType[0])
        .Text("destination", row => hop(row).Next.DestinationAddress)
        .Uuid("conversation_id", row => hop(row).Next.ConversationId)
        .Jsonb("headers", row => Documents.Headers(hop(row).At))
        .Jsonb("properties", row => Documents.Properties(hop(row).Sends))
        .Bytes("body", row => hop(row).Body);
}
