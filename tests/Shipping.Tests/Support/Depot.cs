using System.Net.Http.Json;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Shipping;
using Sagas.ParticipantTestKit;
using Sagas.TestKit;

namespace Sagas.Shipping.Tests;

/// <summary>Shipping with a database of its own, for one test class.</summary>
public sealed class Depot() : ParticipantFixture(database => StartAsync(database))
{
    public static Task<ParticipantHost> StartAsync(TestDatabase database, IReadOnlyDictionary<string, string?>? settings = null) => ParticipantHost.StartAsync(
        new Dictionary<string, TestDatabase> { ["Shipping"] = database },
        builder => builder.AddShipping(),
        bus => bus.AddShippingConsumers(),
        app => app.MapShipping(),
        settings);

    public Task<object> AskAsync(CreateShipment command, Guid? messageId = null) => Host.AskAsync(Endpoints.Shipping, command, messageId);

    public Task<object> AskAsync(CancelShipment command, Guid? messageId = null) => Host.AskAsync(Endpoints.Shipping, command, messageId);

    public async Task<Shipment> CreateAsync(CreateShipment command)
    {
        var created = (await AskAsync(command)).ShouldBeOfType<ShipmentCreated>();
        return await ShipmentAsync(created.ShipmentId);
    }

    public async Task<Shipment> ShipmentAsync(Guid shipmentId) => (await Host.Http.GetFromJsonAsync<Shipment>($"/shipments/{shipmentId}"))!;

    public async Task<IReadOnlyList<Shipment>> ShipmentsOfAsync(Guid orderId) => (await Host.Http.GetFromJsonAsync<List<Shipment>>($"/shipments?orderId={orderId}"))!;

    public Task<HttpResponseMessage> DispatchAsync(Guid shipmentId) => Host.Http.PostAsync($"/shipments/{shipmentId}/dispatch", content: null);

    public Task<HttpResponseMessage> DeliverAsync(Guid shipmentId) => Host.Http.PostAsync($"/shipments/{shipmentId}/deliver", content: null);
}

/// <summary>The commands of one order's saga.</summary>
static class AnOrder
{
    public static CreateShipment Shipping(string country = "Germany")
    {
        var orderId = Guid.CreateVersion7();
        return new CreateShipment
        {
            SagaId = orderId,
            OrderId = orderId,
            EffectKey = new EffectKey(orderId, "create-shipment", EffectIntent.Do, 1),
            Lines = [new OrderLine { Sku = "NW-011", Quantity = 12 }, new OrderLine { Sku = "NW-042", Quantity = 10 }],
            ShipTo = new PostalAddress { Name = "Toms Spezialitäten", Street = "Luisenstr. 48", City = "Münster", PostalCode = "44087", Country = country },
        };
    }

    public static CancelShipment Undoing(CreateShipment command, int round = 1) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey with { Intent = EffectIntent.Undo, Round = round },
        Undoes = command.EffectKey,
    };
}
