using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Shipping;
using Sagas.TestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_goods_come_back(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task the_sound_ones_are_free_again_and_the_damaged_ones_written_off()
    {
        var (receive, returnId) = await ExpectAsync("konbu", units: 5);
        await AskAsync(receive);
        await PostAsync($"/returns/{returnId}/receipt");
        (await AskAsync(Inspecting(receive))).ShouldBeOfType<InspectionPending>();
        await InspectAsync(returnId, "konbu", sound: 3, damaged: 2);

        (await AskAsync(Restocking(receive))).ShouldBeOfType<GoodsRestocked>().Units.ShouldBe(3);
        (await AskAsync(WritingOff(receive))).ShouldBeOfType<GoodsWrittenOff>().Units.ShouldBe(2);

        var level = await warehouse.LevelAsync("konbu");
        (level.Available, level.Reserved, level.Shipped, level.WrittenOff, level.Returned).ShouldBe((8, 0, 5, 2, 5));
        (level.Received + level.Returned).ShouldBe(level.Available + level.Reserved + level.Shipped + level.WrittenOff);
    }

    [Fact]
    public async Task the_saga_is_told_of_their_arrival_and_of_what_was_found_under_the_keys_that_it_asked_with()
    {
        var (receive, returnId) = await ExpectAsync("pavlova", units: 1);
        await AskAsync(receive);
        await PostAsync($"/returns/{returnId}/receipt");
        var inspect = Inspecting(receive);
        await AskAsync(inspect);
        await InspectAsync(returnId, "pavlova", sound: 1, damaged: 0);

        await Eventually.ShouldAsync(
            () => Task.FromResult(Heard<GoodsReceived>(returnId) is [{ EffectKey: var arrived }] && arrived == receive.EffectKey
                && Heard<GoodsInspected>(returnId) is [{ EffectKey: var found }] && found == inspect.EffectKey),
            "the arrival and the inspection to be told");
    }

    [Fact]
    public async Task whoever_asked_is_who_will_be_told()
    {
        var (receive, returnId) = await ExpectAsync("valkoinen", units: 1);

        await warehouse.Host.SendAsync(Endpoints.Inventory, receive, Guid.CreateVersion7());

        await Eventually.ShouldAsync(
            async () => await warehouse.Database.QueryAsync("select receive_address from returns where return_id = $1", row => row.GetString(0), returnId) is ["exchange:place-order"],
            "the sender's address to be kept with the return");
    }

    /// <summary>The message that told of it may have been lost.</summary>
    [Fact]
    public async Task a_repeated_command_is_answered_by_what_is_known_since()
    {
        var (receive, returnId) = await ExpectAsync("gula", units: 2);
        var inspect = Inspecting(receive);
        (await AskAsync(receive)).ShouldBeOfType<ReturnExpected>();
        (await AskAsync(receive)).ShouldBeOfType<ReturnExpected>();

        await PostAsync($"/returns/{returnId}/receipt");
        (await AskAsync(receive)).ShouldBeOfType<GoodsReceived>().EffectKey.ShouldBe(receive.EffectKey);
        (await AskAsync(inspect)).ShouldBeOfType<InspectionPending>();
        (await AskAsync(inspect)).ShouldBeOfType<InspectionPending>();

        await InspectAsync(returnId, "gula", sound: 2, damaged: 0);
        (await AskAsync(inspect)).ShouldBeOfType<GoodsInspected>().Lines.ShouldBe([new InspectedLine { Sku = "gula", Sound = 2, Damaged = 0 }]);
        (await AskAsync(receive)).ShouldBeOfType<GoodsReceived>();
    }

    [Fact]
    public async Task a_repeated_inspection_changes_nothing_and_another_one_is_refused()
    {
        var (receive, returnId) = await ExpectAsync("teatime", units: 3);
        await AskAsync(receive);
        await PostAsync($"/returns/{returnId}/receipt");
        using var first = await PostInspectionAsync(returnId, "teatime", sound: 2, damaged: 1);
        using var again = await PostInspectionAsync(returnId, "teatime", sound: 2, damaged: 1);
        using var another = await PostInspectionAsync(returnId, "teatime", sound: 3, damaged: 0);

        (first.StatusCode, again.StatusCode, another.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Conflict));
        (await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task asking_again_settles_them_once_even_in_a_new_round()
    {
        var (receive, returnId) = await ExpectAsync("alice", units: 2);
        await AskAsync(receive);
        await PostAsync($"/returns/{returnId}/receipt");
        await InspectAsync(returnId, "alice", sound: 2, damaged: 0);

        // An inspection that was booked before anybody asked is the answer.
        (await AskAsync(Inspecting(receive))).ShouldBeOfType<GoodsInspected>().Lines.ShouldBe([new InspectedLine { Sku = "alice", Sound = 2, Damaged = 0 }]);
        var replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskAsync(Restocking(receive))));
        replies.Distinct().ShouldHaveSingleItem();
        (await AskAsync(Restocking(receive) with { EffectKey = Key(receive, "restock-goods") with { Round = 2 } })).ShouldBeOfType<GoodsRestocked>().Units.ShouldBe(2);

        (await warehouse.LevelAsync("alice")).Available.ShouldBe(10);
    }

    [Fact]
    public async Task a_return_can_be_cancelled_until_they_have_arrived()
    {
        var (receive, returnId) = await ExpectAsync("geitost", units: 1);
        await AskAsync(receive);
        await PostAsync($"/returns/{returnId}/receipt");

        (await AskAsync(Cancelling(receive))).ShouldBeOfType<ReturnCancellationRefused>();
    }

    [Fact]
    public async Task a_cancelled_return_takes_none_and_a_late_command_is_refused()
    {
        var (receive, returnId) = await ExpectAsync("ipoh", units: 1);
        await AskAsync(receive);

        (await AskAsync(Cancelling(receive))).ShouldBeOfType<ReturnCancelled>().Existed.ShouldBeTrue();

        using var arrival = await warehouse.Host.Http.PostAsync($"/returns/{returnId}/receipt", content: null);
        arrival.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await AskAsync(receive with { EffectKey = receive.EffectKey with { Round = 2 } })).ShouldBeOfType<ReturnRefused>().Reason.ShouldBe("AlreadyUndone");
    }

    [Fact]
    public async Task the_undo_that_comes_first_keeps_the_return_from_being_expected()
    {
        var (receive, _) = await ExpectAsync("tarte", units: 1);

        (await AskAsync(Cancelling(receive))).ShouldBeOfType<ReturnCancelled>().Existed.ShouldBeFalse();
        (await AskAsync(receive)).ShouldBeOfType<ReturnRefused>().Reason.ShouldBe("AlreadyUndone");
    }

    [Fact]
    public async Task an_order_comes_back_once()
    {
        var (receive, _) = await ExpectAsync("maxilaku", units: 1);
        var another = Guid.CreateVersion7();

        var replies = await Task.WhenAll(AskAsync(receive), AskAsync(receive with { SagaId = another, EffectKey = receive.EffectKey with { SagaId = another } }));

        replies.OfType<ReturnExpected>().ShouldHaveSingleItem();
        replies.OfType<ReturnRefused>().ShouldHaveSingleItem().Reason.ShouldBe("ReturnedAlready");
    }

    [Fact]
    public async Task more_than_left_is_refused()
    {
        var (receive, _) = await ExpectAsync("filo", units: 1);

        (await AskAsync(receive with { Lines = [new OrderLine { Sku = "filo", Quantity = 2 }] })).ShouldBeOfType<ReturnRefused>().Reason.ShouldBe("NotShipped");
    }

    [Fact]
    public async Task before_the_order_has_left_it_is_a_fault_and_the_next_attempt_is_taken()
    {
        await warehouse.StockAsync("outback", 10);
        var order = AnOrder.Reserving(("outback", 1));
        await warehouse.AskAsync(order);
        var receive = Receiving(order);

        (await warehouse.Host.AskAsync(Endpoints.Inventory, receive)).ShouldBeAssignableTo<Fault>();

        await LeaveAsync(order);
        (await AskAsync(receive)).ShouldBeOfType<ReturnExpected>();
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(-1, 4)]
    [InlineData(0, 0)]
    public async Task an_inspection_that_does_not_add_up_is_refused(int sound, int damaged)
    {
        var (receive, returnId) = await ExpectAsync($"zaanse{sound}{damaged}".Replace("-", "m", StringComparison.Ordinal), units: 3);
        await AskAsync(receive);
        await PostAsync($"/returns/{returnId}/receipt");

        using var answer = await warehouse.Host.Http.PostAsJsonAsync($"/returns/{returnId}/inspection", new { lines = new[] { new { sku = receive.Lines[0].Sku, sound, damaged } } });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty("lines")[0].GetString()!.ShouldContain("3 came back");
    }

    [Fact]
    public async Task what_nobody_expects_is_not_found()
    {
        using var answer = await warehouse.Host.Http.PostAsync($"/returns/{Guid.CreateVersion7()}/receipt", content: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Has an order of these units leave, of ten that there are, and gives the command with which its return begins.</summary>
    async Task<(ReceiveReturn Command, Guid ReturnId)> ExpectAsync(string sku, int units)
    {
        await warehouse.StockAsync(sku, 10);
        var order = AnOrder.Reserving((sku, units));
        await warehouse.AskAsync(order);
        await LeaveAsync(order);
        var command = Receiving(order);
        return (command, command.SagaId);
    }

    async Task LeaveAsync(ReserveStock order)
    {
        await warehouse.Host.PublishAsync(
            new ShipmentDispatched { OrderId = order.OrderId, ShipmentId = Guid.CreateVersion7(), Lines = order.Lines, DispatchedAt = TimeProvider.System.GetUtcNow() },
            Guid.CreateVersion7());
        await Eventually.ShouldAsync(async () => (await warehouse.LevelAsync(order.Lines[0].Sku)).Shipped == order.Lines[0].Quantity, $"{order.Lines[0].Sku} to leave");
    }

    static ReceiveReturn Receiving(ReserveStock order)
    {
        var returnId = Guid.CreateVersion7();
        return new ReceiveReturn
        {
            SagaId = returnId, OrderId = order.OrderId, EffectKey = new EffectKey(returnId, "receive-return", EffectIntent.Do, 1), Lines = order.Lines,
        };
    }

    Task<object> AskAsync<TCommand>(TCommand command)
        where TCommand : class =>
        warehouse.Host.AskAsync(Endpoints.Inventory, command, saga: Endpoints.ReturnOrder);

    async Task PostAsync(string path)
    {
        using var answer = await warehouse.Host.Http.PostAsync(path, content: null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    Task<HttpResponseMessage> PostInspectionAsync(Guid returnId, string sku, int sound, int damaged) =>
        warehouse.Host.Http.PostAsJsonAsync($"/returns/{returnId}/inspection", new { lines = new[] { new { sku, sound, damaged } } });

    async Task InspectAsync(Guid returnId, string sku, int sound, int damaged)
    {
        using var answer = await PostInspectionAsync(returnId, sku, sound, damaged);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    IReadOnlyList<T> Heard<T>(Guid returnId) =>
        [.. warehouse.Host.Published.OfType<T>().Where(message => (Guid)typeof(T).GetProperty("SagaId")!.GetValue(message)! == returnId)];

    static EffectKey Key(ReceiveReturn receive, string step) => receive.EffectKey with { Step = step };

    static CancelReturn Cancelling(ReceiveReturn receive) => new()
    {
        SagaId = receive.SagaId, OrderId = receive.OrderId, EffectKey = receive.EffectKey with { Intent = EffectIntent.Undo }, Undoes = receive.EffectKey,
    };

    static InspectReturn Inspecting(ReceiveReturn receive) => new() { SagaId = receive.SagaId, OrderId = receive.OrderId, EffectKey = Key(receive, "inspect-return") };

    static RestockGoods Restocking(ReceiveReturn receive) => new() { SagaId = receive.SagaId, OrderId = receive.OrderId, EffectKey = Key(receive, "restock-goods") };

    static WriteOffGoods WritingOff(ReceiveReturn receive) => new() { SagaId = receive.SagaId, OrderId = receive.OrderId, EffectKey = Key(receive, "write-off-goods") };
}
