using Npgsql;
using Sagas.TestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_orders_name_the_same_skus_in_opposite_orders(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task one_that_waits_for_a_sku_holds_none_that_comes_after_it()
    {
        await warehouse.StockAsync("alice", 10);
        await warehouse.StockAsync("bob", 10);
        await using var holder = await BeginAsync();
        await ExecuteAsync(holder, "select from stock where sku = 'alice' for update");

        await using var waiter = await BeginAsync();
        var waiting = Reservations.WriteAsync(waiter, Reservations.Of(AnOrder.Reserving(("bob", 1), ("alice", 1))));
        await Eventually.ShouldAsync(
            () => warehouse.Database.ScalarAsync<bool>("select exists (select from pg_locks where pid = $1 and not granted)", waiter.ProcessID),
            "the order to wait for alice");

        await using var other = await BeginAsync();
        await ExecuteAsync(other, "select from stock where sku = 'bob' for update nowait");

        await ExecuteAsync(other, "rollback");
        await ExecuteAsync(holder, "rollback");
        await waiting;
    }

    [Fact]
    public async Task one_that_waits_for_a_reservation_holds_none_that_comes_after_it()
    {
        await warehouse.StockAsync("grace", 10);
        var orders = Enumerable.Range(0, 2).Select(_ => AnOrder.Reserving(("grace", 1))).OrderBy(order => order.OrderId).ToList();
        var (first, second) = (orders[0], orders[1]);
        await using (var connection = await BeginAsync())
        {
            await Reservations.WriteAsync(connection, Reservations.Of(first), Reservations.Of(second));
            await ExecuteAsync(connection, "commit");
        }

        await using var holder = await BeginAsync();
        await ExecuteAsync(holder, $"select from reservations where order_id = '{first.OrderId}' for update");

        await using var waiter = await BeginAsync();
        var waiting = Reservations.WriteAsync(waiter, Reservations.Undoing(second), Reservations.Undoing(first));
        await Eventually.ShouldAsync(
            () => warehouse.Database.ScalarAsync<bool>("select exists (select from pg_locks where pid = $1 and not granted)", waiter.ProcessID),
            "the undo to wait for the first reservation");

        await using var other = await BeginAsync();
        await ExecuteAsync(other, $"select from reservations where order_id = '{second.OrderId}' for update nowait");

        await ExecuteAsync(other, "rollback");
        await ExecuteAsync(holder, "rollback");
        await waiting;
    }

    [Fact]
    public async Task none_waits_for_another_in_a_circle_be_it_made_or_undone()
    {
        const int orders = 600;
        (string Sku, int Quantity)[] lines = [("carol", 1), ("dave", 1), ("erin", 1), ("frank", 1)];
        foreach (var (sku, _) in lines)
            await warehouse.StockAsync(sku, 2 * orders);
        var earlier = Enumerable.Range(0, orders).Select(order => AnOrder.Reserving([lines[order % lines.Length]])).ToList();
        await using (var connection = await BeginAsync())
        {
            await Reservations.WriteAsync(connection, [.. earlier.Select(Reservations.Of)]);
            await ExecuteAsync(connection, "commit");
        }

        // A deadlock would be a PostgresException here: nothing retries.
        await Parallel.ForAsync(0, orders, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (order, _) =>
        {
            await using var connection = await BeginAsync();
            var made = AnOrder.Reserving(order % 2 == 0 ? lines[..2] : [.. lines[..2].Reverse()]);
            await Reservations.WriteAsync(connection, Reservations.Of(made), Reservations.Undoing(earlier[order]));
            await ExecuteAsync(connection, "commit");
        });

        foreach (var (sku, _) in lines[..2])
            (await warehouse.LevelAsync(sku)).Available.ShouldBe(orders);
        foreach (var (sku, _) in lines[2..])
            (await warehouse.LevelAsync(sku)).Available.ShouldBe(2 * orders);
    }

    async Task<NpgsqlConnection> BeginAsync()
    {
        var connection = new NpgsqlConnection(warehouse.Database.AppConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, "begin");
        return connection;
    }

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
