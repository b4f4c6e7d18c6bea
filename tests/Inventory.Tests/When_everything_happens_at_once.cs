using System.Net.Http.Json;
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
            coalesce(sum(quantity) filter (where kind = 'dispatch'), 0) as dispatches
          from movements where movements.sku = stock.sku) as moved
        where available = receipts - reservations + unreservations
          and reserved = reservations - unreservations - dispatches
          and shipped = dispatches
          and receipts = available + reserved + shipped
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
        return command.Lines.Sum(line => line.Quantity);
    }
}
