using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.Tests;

public sealed class When_the_undo_arrives_before_its_command(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task it_frees_nothing_and_the_late_command_is_refused()
    {
        await warehouse.StockAsync("chai", 39);
        var command = AnOrder.Reserving(("chai", 3));

        (await warehouse.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<StockUnreserved>().Units.ShouldBe(0);
        var reply = (await warehouse.AskAsync(command)).ShouldBeOfType<StockUnavailable>();

        reply.Reason.ShouldBe("AlreadyUndone");
        reply.EffectKey.ShouldBe(command.EffectKey);
        (await warehouse.LevelAsync("chai")).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task the_command_is_refused_in_every_round()
    {
        await warehouse.StockAsync("chang", 17);
        var command = AnOrder.Reserving(("chang", 3));
        await warehouse.AskAsync(AnOrder.Undoing(command));

        (await warehouse.AskAsync(command.InRound(2))).ShouldBeOfType<StockUnavailable>().Reason.ShouldBe("AlreadyUndone");
    }

    [Fact]
    public async Task at_the_same_time_as_it_nothing_stays_reserved()
    {
        const int orders = 300;
        await warehouse.StockAsync("tofu", orders);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, orders).Select(async order =>
        {
            var command = AnOrder.Reserving(("tofu", 1));
            var done = warehouse.AskAsync(command);
            var undone = warehouse.AskAsync(AnOrder.Undoing(command));
            return (Done: await done, Undone: (StockUnreserved)await undone);
        }));

        // Whoever came first, the two replies agree about it.
        foreach (var (done, undone) in outcomes)
            undone.Units.ShouldBe(done is StockReserved ? 1 : 0);
        var level = await warehouse.LevelAsync("tofu");
        (level.Available, level.Reserved).ShouldBe((orders, 0));
    }
}
