using System.Net.Http.Json;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Shipping;
using Sagas.TestKit;

namespace Sagas.Inventory.Tests;

public sealed class When_everything_happens_at_once(Warehouse warehouse) : IClassFixture<Warehouse>
{
    const string Balances = """
        select count(*) from stock
        cross join lateral (
          select
            coalesce(sum(quantity) filter (where kind = 'receipt'), 0) as receipts,
            coalesce(sum(quantity) filter (where kind = 'reservation'), 0) as reservations,
            coalesce(sum(quantity) filter (where kind = 'unreservation'), 0) as unreservations,
            coalesce(sum(quantity) filter (where kind = 'dispatch'), 0) as dispatches,
            coalesce(sum(quantity) filter (where kind = 'restock'), 0) as restocks,
            coalesce(sum(quantity) filter (where kind = 'write-off'), 0) as write_offs
          from movements where movements.sku = stock.sku) as moved
        where available = receipts + restocks - reservations + unreservations
          and reserved = reservations - unreservations - dispatches
          and shipped = dispatches
          and written_off = write_offs
          and receipts + restocks + write_offs = available + reserved + shipped + written_off
          and restocks + write_offs = (select coalesce(sum(sound + damaged), 0) from return_lines where return_lines.sku = stock.sku)
          and receipts = (select sum(quantity) from receipts where receipts.sku = stock.sku)
        """;

    [Fact]
    public async Task no_unit_is_lost_or_made()
    {
        string[] skus = ["chai", "chang", "syrup", "gumbo"];
        foreach (var sku in skus)
            await warehouse.StockAsync(sku, 60);

        var dispatched = await Task.WhenAll(Enumerable.Range(0, 400).Select(order => LiveAsync(skus, new Random(order))));

        var shipped = dispatched.Sum();
        await Eventually.ShouldAsync(
            async () => await warehouse.Database.ScalarAsync<decimal>("select sum(shipped) from stock") == shipped,
            $"{shipped} units to be shipped",
            describe: async () => $"{await warehouse.Database.ScalarAsync<decimal>("select sum(shipped) from stock")}");
        (await warehouse.Database.ScalarAsync<long>(Balances)).ShouldBe(skus.Length);
    }

    /// <returns>How many units of the order were dispatched.</returns>
    async Task<int> LiveAsync(string[] skus, Random random)
    {
        var chosen = skus.OrderBy(_ => random.Next()).Take(random.Next(1, skus.Length + 1));
        var command = AnOrder.Reserving([.. chosen.Select(sku => (sku, random.Next(1, 4)))]);
        if (random.Next(8) == 0)
            (await warehouse.Host.Http.PostAsJsonAsync($"/stock/{skus[random.Next(skus.Length)]}/receipts", new { quantity = 5 })).EnsureSuccessStatusCode();

        var asked = Enumerable.Range(0, random.Next(1, 3)).Select(_ => warehouse.AskAsync(command)).ToList();
        var undone = random.Next(3) == 0 ? warehouse.AskAsync(AnOrder.Undoing(command)) : null;
        var reply = (await Task.WhenAll(asked))[0];
        if (undone is not null || reply is not StockReserved)
        {
            await (undone ?? Task.FromResult(reply));
            return 0;
        }

        var dispatch = new ShipmentDispatched
        {
            OrderId = command.OrderId,
            ShipmentId = Guid.CreateVersion7(),
            Lines = command.Lines,
            DispatchedAt = TimeProvider.System.GetUtcNow(),
        };
        await warehouse.Host.PublishAsync(dispatch, Guid.CreateVersion7());
        if (random.Next(4) == 0)
            await ComeBackAsync(command, random);
        return command.Lines.Sum(line => line.Quantity);
    }

    /// <summary>Each command of the return is sent twice at once.</summary>
    async Task ComeBackAsync(ReserveStock order, Random random)
    {
        var returnId = Guid.CreateVersion7();
        await Eventually.ShouldAsync(
            () => warehouse.Database.ScalarAsync<bool>("select exists (select from reservations where order_id = $1 and state = 'shipped')", order.OrderId), "the order to leave");
        await TwiceAsync(new ReceiveReturn { SagaId = returnId, OrderId = order.OrderId, EffectKey = Key("receive-return"), Lines = order.Lines });
        (await warehouse.Host.Http.PostAsync($"/returns/{returnId}/receipt", content: null)).EnsureSuccessStatusCode();
        var lines = order.Lines.Select(line => (line.Sku, line.Quantity, Damaged: random.Next(line.Quantity + 1)))
            .Select(line => new { sku = line.Sku, sound = line.Quantity - line.Damaged, damaged = line.Damaged });
        (await warehouse.Host.Http.PostAsJsonAsync($"/returns/{returnId}/inspection", new { lines })).EnsureSuccessStatusCode();
        await Task.WhenAll(
            TwiceAsync(new RestockGoods { SagaId = returnId, OrderId = order.OrderId, EffectKey = Key("restock-goods") }),
            TwiceAsync(new WriteOffGoods { SagaId = returnId, OrderId = order.OrderId, EffectKey = Key("write-off-goods") }));

        EffectKey Key(string step) => new(returnId, step, EffectIntent.Do, 1);
    }

    Task<object[]> TwiceAsync<TCommand>(TCommand command)
        where TCommand : class =>
        Task.WhenAll(AskAsync(command), AskAsync(command));

    Task<object> AskAsync<TCommand>(TCommand command)
        where TCommand : class =>
        warehouse.Host.AskAsync(Endpoints.Inventory, command, saga: Endpoints.ReturnOrder);
}
