using Npgsql;
using Sagas.Contracts.Inventory;
using Sagas.TestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_movements_of_a_product_wait_for_each_other(Warehouse warehouse) : IClassFixture<Warehouse>
{
    const string Receive = "insert into movements (sku, kind, quantity) values ($1, 'receipt', 1) returning movement_id";

    [Fact]
    public async Task an_unreservation_is_numbered_after_the_one_that_it_waited_for()
    {
        await warehouse.StockAsync("pavlova", 29);
        var command = AnOrder.Reserving(("pavlova", 2));
        await warehouse.AskAsync(command);
        await using var connection = await warehouse.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "select from stock where sku = $1 for update", "pavlova");

        var undone = warehouse.AskAsync(AnOrder.Undoing(command));
        await SomebodyWaitsAsync();
        var first = (long)(await ExecuteAsync(connection, Receive, "pavlova"))!;
        await transaction.CommitAsync();

        (await undone).ShouldBeOfType<StockUnreserved>();
        (await MovementAsync("pavlova", "unreservation")).ShouldBeGreaterThan(first);
    }

    [Fact]
    public async Task a_receipt_is_too()
    {
        await warehouse.StockAsync("tunnbrod", 1);
        await using var connection = await warehouse.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "select from stock where sku = $1 for update", "tunnbrod");

        var received = warehouse.StockAsync("tunnbrod", 5);
        await SomebodyWaitsAsync();
        var first = (long)(await ExecuteAsync(connection, Receive, "tunnbrod"))!;
        await transaction.CommitAsync();

        await received;
        (await MovementAsync("tunnbrod", "receipt")).ShouldBeGreaterThan(first);
    }

    Task<long> MovementAsync(string sku, string kind) =>
        warehouse.Database.ScalarAsync<long>("select max(movement_id) from movements where sku = $1 and kind = $2", sku, kind);

    Task SomebodyWaitsAsync() => Eventually.ShouldAsync(
        () => warehouse.Database.ScalarAsync<bool>("select exists (select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted)"),
        "the statement to wait for the stock row");

    static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, string sku)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = sku } } };
        return await command.ExecuteScalarAsync();
    }
}
