using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.Tests;

public sealed class When_a_reservation_is_undone(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task the_goods_are_free_again()
    {
        await warehouse.StockAsync("chai", 39);
        await warehouse.StockAsync("syrup", 13);
        var command = AnOrder.Reserving(("chai", 3), ("syrup", 4));
        await warehouse.AskAsync(command);

        var reply = (await warehouse.AskAsync(AnOrder.Undoing(command))).ShouldBeOfType<StockUnreserved>();

        (reply.SagaId, reply.OrderId, reply.EffectKey, reply.Units).ShouldBe((command.SagaId, command.OrderId, AnOrder.Undoing(command).EffectKey, 7));
        var chai = await warehouse.LevelAsync("chai");
        (chai.Available, chai.Reserved).ShouldBe((39, 0));
    }

    [Fact]
    public async Task doing_so_again_frees_nothing_more_and_gets_the_first_reply()
    {
        await warehouse.StockAsync("chang", 17);
        var command = AnOrder.Reserving(("chang", 3));
        await warehouse.AskAsync(command);

        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => warehouse.AskAsync(AnOrder.Undoing(command))));

        replies.ShouldAllBe(reply => ((StockUnreserved)reply).Units == 3);
        (await warehouse.LevelAsync("chang")).Available.ShouldBe(17);
    }

    [Fact]
    public async Task another_saga_of_the_same_order_frees_nothing_of_it()
    {
        await warehouse.StockAsync("konbu", 24);
        var command = AnOrder.Reserving(("konbu", 6));
        await warehouse.AskAsync(command);
        var other = command.EffectKey with { SagaId = Guid.CreateVersion7() };

        var reply = (await warehouse.AskAsync(AnOrder.Undoing(command with { SagaId = other.SagaId, EffectKey = other }))).ShouldBeOfType<StockUnreserved>();

        reply.Units.ShouldBe(0);
        var konbu = await warehouse.LevelAsync("konbu");
        (konbu.Available, konbu.Reserved).ShouldBe((18, 6));
    }

    [Fact]
    public async Task a_late_repeat_of_the_command_gets_its_first_reply_and_reserves_nothing()
    {
        await warehouse.StockAsync("tofu", 5);
        var command = AnOrder.Reserving(("tofu", 5));
        await warehouse.AskAsync(command);
        await warehouse.AskAsync(AnOrder.Undoing(command));

        (await warehouse.AskAsync(command)).ShouldBeOfType<StockReserved>();

        (await warehouse.LevelAsync("tofu")).Available.ShouldBe(5);
    }
}
