using Microsoft.Extensions.Logging;
using Npgsql;
using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Databases;
using Sagas.AllInOne.Serving;
using Sagas.ServiceDefaults;

namespace Sagas.AllInOne.Tests.Support;

/// <summary>The migrated databases of the participants. In them one order of three units of NW-001 was paid, shipped and dispatched, and another was paid and refunded.</summary>
sealed class ParticipantDatabases : IAsyncDisposable
{
    public static readonly Guid Shipped = Guid.CreateVersion7();
    public static readonly Guid Refunded = Guid.CreateVersion7();
    public static readonly Guid Return = Guid.CreateVersion7();

    readonly Server server = new();

    public ConservationAudit Audit
    {
        get
        {
            var connections = server.Databases.ConnectionStrings();
            return new ConservationAudit(connections["Inventory"], connections["Payment"], connections["PaymentGateway"], connections["Shipping"], connections["OrderSaga"]);
        }
    }

    public static async Task<ParticipantDatabases> CreateAsync()
    {
        var databases = new ParticipantDatabases();
        await new DatabaseProvisioning(databases.server.Databases).ProvisionAsync(CancellationToken.None);
        var settings = new Settings(databases.server.Databases, RabbitMq: null, RabbitMqManagement: null);
        await using var host = FourServices.Build(settings, port: 0, builder => builder.Logging.ClearProviders());
        await host.MigrateAsync(CancellationToken.None);
        await databases.FillAsync();
        return databases;
    }

    public async Task ExecuteAsync(string database, string statement)
    {
        await using var connection = new NpgsqlConnection(server.Databases.ConnectionStrings()[database + "Owner"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Writes an event into an order's stream, as far as an audit reads it.</summary>
    public Task RecordAsync(Guid order, int version, string type, string? step = null) => ExecuteAsync("OrderSaga", $$"""
        insert into events (stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash)
        values ('order-{{order}}', {{version}}, gen_random_uuid(), '{{type}}', 1, jsonb_build_object('step', '{{step}}'), '{"actor": "dana"}', now(), sha256(''))
        """);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    async Task FillAsync()
    {
        await ExecuteAsync("Inventory", $"""
            insert into products (sku, name, unit_price, currency) values ('NW-001', 'Chai', 18, 'USD');
            insert into stock (sku, available, reserved, shipped) values ('NW-001', 7, 0, 3);
            insert into receipts (receipt_id, sku, quantity) values (gen_random_uuid(), 'NW-001', 10);
            insert into movements (sku, kind, quantity, order_id) values
              ('NW-001', 'receipt', 10, null), ('NW-001', 'reservation', 3, '{Shipped}'), ('NW-001', 'reservation', 5, '{Refunded}'),
              ('NW-001', 'unreservation', 5, '{Refunded}'), ('NW-001', 'dispatch', 3, '{Shipped}')
            """);
        await ExecuteAsync("Shipping", Shipment(Shipped, "dispatched", "dispatched_at") + Shipment(Refunded, "cancelled", "cancelled_at"));
        await ExecuteAsync("PaymentGateway", $"""
            insert into charges (key, outcome, amount, currency, decline_reason, reference, refund_reference, released_at) values
              ('{Shipped}/capture-payment/do/1', 'captured', 54, 'USD', null, 'ch_1', null, null),
              ('{Refunded}/capture-payment/do/1', 'declined', 90, 'USD', 'InsufficientFunds', null, null, null),
              ('{Refunded}/capture-payment/do/2', 'captured', 90, 'USD', null, 'ch_2', 're_2', now()),
              ('{Refunded}/capture-payment/do/3', 'voided', null, null, null, null, null, now())
            """);
        await ExecuteAsync("Payment", $"""
            insert into payments (capture_key, saga_id, order_id, currency, captured, capture_reference, refunded, refund_reference, decline_reason) values
              ('{Shipped}/capture-payment/do/1', '{Shipped}', '{Shipped}', 'USD', 54, 'ch_1', null, null, null),
              ('{Refunded}/capture-payment/do/1', '{Refunded}', '{Refunded}', null, null, null, null, null, 'InsufficientFunds'),
              ('{Refunded}/capture-payment/do/2', '{Refunded}', '{Refunded}', 'USD', 90, 'ch_2', 90, 're_2', null)
            """);
    }

    static string Shipment(Guid order, string status, string when) => $$"""
        insert into shipments (shipment_id, order_id, saga_id, lines, country, carrier, tracking_number, status, {{when}})
        values (gen_random_uuid(), '{{order}}', '{{order}}', '[{"sku": "NW-001", "quantity": 3}]', 'Germany', 'Speedy Express', '{{order}}', '{{status}}', now());
        """;
}
