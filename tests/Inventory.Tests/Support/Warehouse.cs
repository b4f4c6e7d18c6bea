using System.Net.Http.Json;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Inventory.Stock;
using Sagas.ParticipantTestKit;
using Sagas.TestKit;

namespace Sagas.Inventory.Tests;

/// <summary>Inventory with a database of its own, for one test class.</summary>
public sealed class Warehouse() : ParticipantFixture(database => StartAsync(database))
{
    public static Task<ParticipantHost> StartAsync(TestDatabase database, IReadOnlyDictionary<string, string?>? settings = null) => ParticipantHost.StartAsync(
        new Dictionary<string, TestDatabase> { ["Inventory"] = database },
        builder => builder.AddInventory(),
        bus => bus.AddInventoryConsumers(),
        app => app.MapInventory(),
        settings);

    /// <summary>Puts a product into the catalogue, and units of it on the shelf.</summary>
    public async Task StockAsync(string sku, int units, string price = "10.00", string currency = "USD", bool discontinued = false)
    {
        (await Host.Http.PutAsJsonAsync($"/products/{sku}", new { name = sku, unitPrice = new { amount = price, currency }, discontinued })).EnsureSuccessStatusCode();
        if (units > 0)
            (await Host.Http.PostAsJsonAsync($"/stock/{sku}/receipts", new { quantity = units })).EnsureSuccessStatusCode();
    }

    public async Task<StockLevel> LevelAsync(string sku) => (await Host.Http.GetFromJsonAsync<StockLevel>($"/stock/{sku}"))!;

    public Task<object> AskAsync(ReserveStock command, Guid? messageId = null) => Host.AskAsync(Endpoints.Inventory, command, messageId);

    public Task<object> AskAsync(UnreserveStock command, Guid? messageId = null) => Host.AskAsync(Endpoints.Inventory, command, messageId);
}

/// <summary>The commands of one order's saga.</summary>
static class AnOrder
{
    public static ReserveStock Reserving(params (string Sku, int Quantity)[] lines)
    {
        var orderId = Guid.CreateVersion7();
        return new ReserveStock
        {
            SagaId = orderId,
            OrderId = orderId,
            EffectKey = new EffectKey(orderId, "reserve-stock", EffectIntent.Do, 1),
            Lines = [.. lines.Select(line => new OrderLine { Sku = line.Sku, Quantity = line.Quantity })],
        };
    }

    public static UnreserveStock Undoing(ReserveStock command) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey with { Intent = EffectIntent.Undo },
        Undoes = command.EffectKey,
    };

    public static ReserveStock InRound(this ReserveStock command, int round) => command with { EffectKey = command.EffectKey with { Round = round } };
}
