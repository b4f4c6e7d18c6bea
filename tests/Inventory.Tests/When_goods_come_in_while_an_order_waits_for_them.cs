using Npgsql;
using Sagas.TestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_goods_come_in_while_an_order_waits_for_them(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task they_count()
    {
        await warehouse.StockAsync("chai", 1);
        await using var delivery = await warehouse.Database.DataSource.OpenConnectionAsync();
        await using var arrival = await delivery.BeginTransactionAsync();
        await using var arrive = new NpgsqlCommand("update stock set available = available + 5 where sku = 'chai'", delivery, arrival);
        await arrive.ExecuteNonQueryAsync();

        // The statements alone, so that nothing retries them: their snapshot shows one unit, of which four can't be taken.
        await using var order = new NpgsqlConnection(warehouse.Database.AppConnectionString);
        await order.OpenAsync();
        var reserved = Reservations.WriteAsync(order, Reservations.Of(AnOrder.Reserving(("chai", 4))));
        await Eventually.ShouldAsync(
            () => warehouse.Database.ScalarAsync<bool>("select exists (select from pg_locks where pid = $1 and not granted)", order.ProcessID),
            "the order to wait for the row that the delivery holds");
        await arrival.CommitAsync();

        await reserved;
        (await warehouse.LevelAsync("chai")).Available.ShouldBe(2);
    }
}
