using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.Tests;

public sealed class When_a_reservation_is_asked_for_again(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task it_is_answered_with_the_first_reply_whatever_has_changed_since()
    {
        await warehouse.StockAsync("chai", 39, "18.00");
        var command = AnOrder.Reserving(("chai", 3));
        var first = (await warehouse.AskAsync(command)).ShouldBeOfType<StockReserved>();
        await warehouse.StockAsync("chai", 0, "99.00");

        var again = (await warehouse.AskAsync(command)).ShouldBeOfType<StockReserved>();

        again.ShouldBeEquivalentTo(first);
        (await warehouse.LevelAsync("chai")).Reserved.ShouldBe(3);
    }

    [Fact]
    public async Task at_the_same_time_the_goods_are_set_aside_once_and_all_get_the_same_reply()
    {
        await warehouse.StockAsync("chang", 17);
        var command = AnOrder.Reserving(("chang", 2));

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => warehouse.AskAsync(command)));

        foreach (var reply in replies)
            reply.ShouldBeEquivalentTo(replies[0]);
        (await warehouse.LevelAsync("chang")).Reserved.ShouldBe(2);
    }

    [Fact]
    public async Task by_the_same_delivery_it_is_not_even_answered_again()
    {
        await warehouse.StockAsync("syrup", 13);
        var command = AnOrder.Reserving(("syrup", 2));
        var messageId = Guid.CreateVersion7();
        await warehouse.AskAsync(command, messageId);

        await warehouse.Host.SendAsync(Contracts.Endpoints.Inventory, command, messageId);
        await warehouse.AskAsync(command);

        (await warehouse.LevelAsync("syrup")).Reserved.ShouldBe(2);
        (await warehouse.Database.ScalarAsync<long>("select count(*) from effects where saga_id = $1", command.SagaId)).ShouldBe(1);
    }
}
