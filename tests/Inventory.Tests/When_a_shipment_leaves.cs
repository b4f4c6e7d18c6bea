using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Shipping;
using Sagas.Inventory.EndingReservations;
using Sagas.TestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_a_shipment_leaves(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task what_was_reserved_is_shipped()
    {
        await warehouse.StockAsync("chai", 39);
        await warehouse.StockAsync("syrup", 13);
        var command = AnOrder.Reserving(("syrup", 1), ("chai", 3));
        await warehouse.AskAsync(command);

        await warehouse.Host.PublishAsync(DispatchOf(command), Guid.CreateVersion7());

        await ShouldBecomeAsync("chai", available: 36, reserved: 0, shipped: 3);
        await ShouldBecomeAsync("syrup", available: 12, reserved: 0, shipped: 1);
    }

    [Fact]
    public async Task it_counts_once_however_often_it_is_told()
    {
        await warehouse.StockAsync("chang", 17);
        var (first, second) = (AnOrder.Reserving(("chang", 3)), AnOrder.Reserving(("chang", 1)));
        await warehouse.AskAsync(first);
        await warehouse.AskAsync(second);
        var dispatch = DispatchOf(first);
        var messageId = Guid.CreateVersion7();

        foreach (var id in new[] { messageId, messageId, Guid.CreateVersion7() })
            await warehouse.Host.PublishAsync(dispatch, id);
        await warehouse.Host.PublishAsync(DispatchOf(second), Guid.CreateVersion7());

        await ShouldBecomeAsync("chang", available: 13, reserved: 0, shipped: 4);
    }

    [Fact]
    public async Task with_other_goods_than_were_reserved_it_is_a_fault_and_nothing_is_booked()
    {
        await warehouse.StockAsync("tofu", 10);
        var command = AnOrder.Reserving(("tofu", 3));
        await warehouse.AskAsync(command);
        var dispatch = DispatchOf(command) with { Lines = [new OrderLine { Sku = "tofu", Quantity = 2 }] };

        var fault = await warehouse.Host.PublishAndFaultAsync(dispatch);

        fault.Exceptions[0].Message.ShouldContain("other than those reserved");
        (await warehouse.LevelAsync("tofu")).Reserved.ShouldBe(3);
    }

    [Fact]
    public async Task an_undo_that_comes_later_frees_nothing()
    {
        await warehouse.StockAsync("gumbo", 10);
        var command = AnOrder.Reserving(("gumbo", 3));
        await warehouse.AskAsync(command);
        await warehouse.Host.PublishAsync(DispatchOf(command), Guid.CreateVersion7());
        await ShouldBecomeAsync("gumbo", available: 7, reserved: 0, shipped: 3);

        (await warehouse.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<StockUnreserved>().Units.ShouldBe(0);

        await ShouldBecomeAsync("gumbo", available: 7, reserved: 0, shipped: 3);
    }

    [Fact]
    public async Task an_undo_waits_for_a_dispatch_that_is_not_committed_and_then_frees_nothing()
    {
        await warehouse.StockAsync("ikura", 31);
        var command = AnOrder.Reserving(("ikura", 2));
        await warehouse.AskAsync(command);
        await using var connection = await warehouse.Database.DataSource.OpenConnectionAsync();
        await using var departure = await connection.BeginTransactionAsync();
        (await ShipReservationStatement.ShipAsync(connection, command.OrderId, Guid.CreateVersion7(), CancellationToken.None)).ShouldBe(command.Lines);

        var undone = warehouse.AskAsync(AnOrder.Undoing(command));
        await Eventually.ShouldAsync(
            () => warehouse.Database.ScalarAsync<bool>("select exists (select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted)"),
            "the undo to wait for the departure");
        await departure.CommitAsync();

        (await undone).ShouldBeOfType<StockUnreserved>().Units.ShouldBe(0);
        await ShouldBecomeAsync("ikura", available: 29, reserved: 0, shipped: 2);
    }

    static ShipmentDispatched DispatchOf(ReserveStock command) => new()
    {
        OrderId = command.OrderId,
        ShipmentId = Guid.CreateVersion7(),
        Lines = command.Lines,
        DispatchedAt = TimeProvider.System.GetUtcNow(),
    };

    Task ShouldBecomeAsync(string sku, long available, long reserved, long shipped) => Eventually.ShouldAsync(
        async () => await warehouse.LevelAsync(sku) is var level && (level.Available, level.Reserved, level.Shipped) == (available, reserved, shipped),
        $"{sku} to have {available} available, {reserved} reserved, {shipped} shipped",
        describe: async () => (await warehouse.LevelAsync(sku)).ToString());
}
