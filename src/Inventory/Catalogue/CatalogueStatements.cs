using Npgsql;

namespace Sagas.Inventory.Catalogue;

/// <summary>Writes the catalogue.</summary>
static class CatalogueStatements
{
    // Locks the product's row alone, and never a stock row that exists, so it neither waits for reservations nor makes them wait.
    const string Put = """
        with product as (
          insert into products (sku, name, unit_price, currency, discontinued) values ($1, $2, $3, $4, $5)
          on conflict (sku) do update set
            name = excluded.name, unit_price = excluded.unit_price, currency = excluded.currency, discontinued = excluded.discontinued, updated_at = now()
          returning sku)
        insert into stock (sku) select sku from product
        on conflict (sku) do nothing
        """;

    public static async Task PutAsync(NpgsqlConnection connection, string sku, PutProduct product, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Put, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sku });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.Name });
        command.Parameters.Add(new NpgsqlParameter<decimal> { TypedValue = product.UnitPrice.Amount });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = product.UnitPrice.Currency });
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = product.Discontinued });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
