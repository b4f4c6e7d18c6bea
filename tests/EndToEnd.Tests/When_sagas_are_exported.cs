using System.Text.Json;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>
/// One saga of every way to end, as a file. With <c>SAGAS_HISTORIES</c> the files are written to that directory: those of tests/SagaReplay.Tests come from here.
/// </summary>
public sealed class When_sagas_are_exported
{
    static readonly string[] Personal = ["Chevalier", "Abbaye", "Reims", "tok_"];

    [Fact]
    public async Task each_file_has_all_that_happened_and_nothing_personal()
    {
        await using var broker = await RabbitMqVirtualHost.CreateAsync();
        await using var installation = new Installation(broker.ConnectionString) { Settings = { ["Explorer__RecordMessages"] = "true" } };
        foreach (var step in new[] { "ReserveStock", "CapturePayment", "CreateShipment", "Undo" })
            BePatient($"PlaceOrder__{step}", attempts: "2");
        foreach (var step in new[] { "ReceiveReturn", "InspectReturn", "SettleGoods", "RefundReturn", "Undo" })
            BePatient($"ReturnOrder__{step}", attempts: "20");
        // A parcel stays long enough that its cancellation, which waits behind its creation, comes first.
        foreach (var (name, value) in new[] { ("Enabled", "true"), ("DispatchAfter", "00:00:04"), ("DeliverAfter", "00:00:00") })
            installation.Settings[$"Shipping__SimulatedCarrier__{name}"] = value;
        await using var shop = await installation.StartAsync();
        await shop.StockAsync("SKU-1", 100);
        await shop.StockAsync("SKU-2", 100);

        await CheckAsync("confirmed", await DeliveredAsync(SampleOrder.Of("confirmed")), "order-shipment-delivered");
        await CheckAsync("declined", await EndedAsync(SampleOrder.Of("declined", token: "tok_declined_insufficient_funds"), "PaymentDeclined"), "order-payment-declined");
        await CheckAsync("refused", await EndedAsync(SampleOrder.Of("refused", country: "Norway"), "ShipmentRefused"), "order-shipment-refused");
        await CheckAsync("cancelled", await CancelledAsync(), "order-shipment-cancelled");
        await CheckAsync("parked-and-resolved", await ParkedAndResolvedAsync(), "order-undo-waived");
        await CheckAsync("returned", await ReturnedAsync(), "order-return-completed");

        void BePatient(string step, string attempts)
        {
            foreach (var (name, value) in new[] { ("Deadline", "00:00:02"), ("RetryDelay", "00:00:01"), ("Growth", "1"), ("Attempts", attempts) })
                installation.Settings[$"{step}__{name}"] = value;
        }

        async Task<Guid> EndedAsync(SampleOrder order, string outcome)
        {
            var id = await shop.PlaceAsync(order);
            (await shop.OutcomeAsync(id)).ShouldBe(outcome, await shop.TimelineAsync(id));
            return id;
        }

        async Task<Guid> DeliveredAsync(SampleOrder order)
        {
            var id = await shop.PlaceAsync(order);
            await shop.UntilAsync(id, TimeSpan.FromSeconds(60), "Delivered");
            return id;
        }

        async Task<Guid> CancelledAsync()
        {
            Guid order = default;
            await installation.HoldAsync("shipping", "lock table shipments", async () =>
            {
                order = await shop.PlaceAsync(SampleOrder.Of("cancelled"));
                await shop.UntilAsync(order, TimeSpan.FromSeconds(60), "Paid");
                await shop.CancelAsync(order);
                await shop.UntilSagaIsAsync(order, "CancellingShipment");
            });
            (await shop.OutcomeAsync(order)).ShouldBe("CustomerRequest", await shop.TimelineAsync(order));
            return order;
        }

        // Its stock is held when it is to be given back, until the saga's patience has ended.
        async Task<Guid> ParkedAndResolvedAsync()
        {
            Guid order = default;
            var isPaid = new TaskCompletionSource();
            var isHeld = new TaskCompletionSource();
            var shipping = installation.HoldAsync("shipping", "lock table shipments", async () =>
            {
                order = await shop.PlaceAsync(SampleOrder.Of("parked", country: "Norway", sku: "SKU-2"));
                await shop.UntilAsync(order, TimeSpan.FromSeconds(60), "Paid");
                isPaid.SetResult();
                await isHeld.Task;
            });
            await isPaid.Task;
            await installation.HoldAsync("inventory", "select from stock where sku = 'SKU-2' for update", async () =>
            {
                isHeld.SetResult();
                await shipping;
                await shop.UntilSagaIsAsync(order, "Parked");
            });
            await shop.ResolveAsync(order, "reserve-stock");
            (await shop.OutcomeAsync(order)).ShouldBe("ShipmentRefused", await shop.TimelineAsync(order));
            return order;
        }

        async Task<Guid> ReturnedAsync()
        {
            var order = await DeliveredAsync(SampleOrder.Of("returned", quantity: 3));
            var returned = await shop.ReturnAsync(order);
            await shop.ReceiveAsync(returned);
            await shop.InspectAsync(returned, "SKU-1", sound: 2, damaged: 1);
            await shop.UntilAsync(order, TimeSpan.FromSeconds(60), "Returned");
            await shop.UntilSagaIsAsync(returned, "Completed");
            return returned;
        }

        async Task CheckAsync(string name, Guid sagaId, string lastWord)
        {
            var (fileName, content) = await shop.ExportAsync(sagaId);
            fileName.ShouldNotBeNull().ShouldEndWith($"-{sagaId}.json");
            var export = JsonSerializer.Deserialize<JsonElement>(content);
            export.GetProperty("saga").GetProperty("id").GetGuid().ShouldBe(sagaId);
            export.GetProperty("saga").GetProperty("definition").GetProperty("hash").GetString()!.Length.ShouldBe(64);
            export.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("number").GetInt32()).ShouldBe(Enumerable.Range(1, export.GetProperty("steps").GetArrayLength()));
            export.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("details").GetProperty("message").ValueKind).ShouldAllBe(kind => kind == JsonValueKind.Object);
            export.GetProperty("subject").GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("type").GetString()).ShouldContain(lastWord);
            Personal.ShouldAllBe(word => !content.Contains(word, StringComparison.Ordinal));
            if (Environment.GetEnvironmentVariable("SAGAS_HISTORIES") is { Length: > 0 } directory)
                await File.WriteAllTextAsync(Path.Combine(directory, $"{name}.json"), JsonSerializer.Serialize(export, Indented));
        }
    }

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
