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

    readonly Server server = new();

    public ConservationAudit Audit
    {
        get
        {
            var connections = server.Databases.ConnectionStrings();
            return new ConservationAudit(connections["Inventory"], connections["Payment"], connections["PaymentGateway"], connections["Shipping"]);
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
            insert into charges (key, order_id, status, amount, currency, reference, refund_reference) values
              ('one', '{Shipped}', 'captured', 54, 'USD', 'ch_1', null), ('two', '{Refunded}', 'refunded', 90, 'USD', 'ch_2', 're_2'),
              ('three', '{Refunded}', 'declined', 90, 'USD', null, null), ('four', null, 'voided', null, null, null, null)
            """);
        await ExecuteAsync("Payment", $"""
            insert into payment_entries (gateway_key, kind, order_id, saga_id, amount, currency) values
              ('one', 'captured', '{Shipped}', '{Shipped}', 54, 'USD'), ('two', 'captured', '{Refunded}', '{Refunded}', 90, 'USD'),
              ('two', 'refunded', '{Refunded}', '{Refunded}', 90, 'USD'), ('three', 'declined', '{Refunded}', '{Refunded}', null, null)
            """);
    }

    static string Shipment(Guid order, string status, string when) => $$"""
        insert into shipments (shipment_id, order_id, saga_id, lines, country, carrier, tracking_number, status, {{when}})
        values (gen_random_uuid(), '{{order}}', '{{order}}', '[{"sku": "NW-001", "quantity": 3}]', 'Germany', 'Speedy Express', '{{order}}', '{{status}}', now());
        """;
}
