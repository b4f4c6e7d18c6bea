using Npgsql;
using Sagas.Contracts.Inventory;
using Sagas.Inventory.ReservingStock;
using Sagas.Transactions;

namespace Sagas.Inventory.Tests;

public sealed class When_goods_are_given_back_and_taken_together(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task what_is_given_back_suffices_for_those_who_take_it()
    {
        var held = await SoldOutAsync("heidi", 3);
        var wanting = Orders("heidi", 3);

        await WriteAsync([.. wanting.Select(Reservations.Of), .. held.Select(Reservations.Undoing)]);

        await ShouldBeSoldOutAsync("heidi");
        (await MovementsAsync("heidi")).ShouldBe(
            ["receipt", .. Enumerable.Repeat("reservation", 3), .. Enumerable.Repeat("unreservation", 3), .. Enumerable.Repeat("reservation", 3)], "what is taken was given back before");
    }

    [Fact]
    public async Task and_one_more_is_wanted_nobody_gets_any_and_nothing_is_given_back()
    {
        var held = await SoldOutAsync("ivan", 3);

        await Should.ThrowAsync<TransactionConflictException>(() => WriteAsync([.. held.Select(Reservations.Undoing), .. Orders("ivan", 4).Select(Reservations.Of)]));

        await ShouldBeSoldOutAsync("ivan");
        (await MovementsAsync("ivan")).ShouldBe(["receipt", .. Enumerable.Repeat("reservation", 3)]);
    }

    async Task<IReadOnlyList<ReserveStock>> SoldOutAsync(string sku, int units)
    {
        await warehouse.StockAsync(sku, units);
        var orders = Orders(sku, units);
        await WriteAsync([.. orders.Select(Reservations.Of)]);
        return orders;
    }

    static IReadOnlyList<ReserveStock> Orders(string sku, int count) => [.. Enumerable.Range(0, count).Select(_ => AnOrder.Reserving((sku, 1)))];

    async Task WriteAsync(ReservationChange[] changes)
    {
        await using var connection = new NpgsqlConnection(warehouse.Database.AppConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await Reservations.WriteAsync(connection, changes);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
    }

    async Task ShouldBeSoldOutAsync(string sku)
    {
        var level = await warehouse.LevelAsync(sku);
        (level.Available, level.Reserved).ShouldBe((0, 3));
    }

    Task<IReadOnlyList<string>> MovementsAsync(string sku) => warehouse.Database.QueryAsync($"select kind from movements where sku = '{sku}' order by movement_id", row => row.GetString(0));
}
