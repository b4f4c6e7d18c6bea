using System.Net;
using Sagas.Contracts.Shipping;

namespace Sagas.Shipping.Tests;

public sealed class When_a_shipment_is_created(Depot depot) : IClassFixture<Depot>
{
    [Fact]
    public async Task a_carrier_has_it_under_a_tracking_number()
    {
        var command = AnOrder.Shipping();

        var reply = (await depot.AskAsync(command)).ShouldBeOfType<ShipmentCreated>();

        (reply.SagaId, reply.OrderId, reply.EffectKey).ShouldBe((command.SagaId, command.OrderId, command.EffectKey));
        var shipment = (await depot.ShipmentsOfAsync(command.OrderId)).ShouldHaveSingleItem();
        (shipment.ShipmentId, shipment.Carrier, shipment.TrackingNumber).ShouldBe((reply.ShipmentId, reply.Carrier, reply.TrackingNumber));
        (shipment.Status, shipment.Country, shipment.ShipTo).ShouldBe(("created", "Germany", command.ShipTo));
        shipment.Lines.ShouldBe(command.Lines);
    }

    [Fact]
    public async Task asking_again_even_at_the_same_time_gets_the_first_reply_and_creates_no_other()
    {
        var command = AnOrder.Shipping();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => depot.AskAsync(command)));

        replies.Distinct().ShouldHaveSingleItem().ShouldBeOfType<ShipmentCreated>();
        (await depot.ShipmentsOfAsync(command.OrderId)).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("Norway")]
    [InlineData("Atlantis")]
    public async Task to_a_country_that_is_not_served_it_is_refused(string country)
    {
        var command = AnOrder.Shipping(country);

        var reply = (await depot.AskAsync(command)).ShouldBeOfType<ShipmentRefused>();

        (reply.SagaId, reply.OrderId, reply.EffectKey, reply.Reason).ShouldBe((command.SagaId, command.OrderId, command.EffectKey, "CountryNotServed"));
        (await depot.ShipmentsOfAsync(command.OrderId)).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_configured_countries_are_served_and_no_other()
    {
        await using var host = await Depot.StartAsync(depot.Database, new Dictionary<string, string?> { ["Shipping:ServedCountries:0"] = "Norway" });

        (await host.AskAsync(Contracts.Endpoints.Shipping, AnOrder.Shipping("Norway"))).ShouldBeOfType<ShipmentCreated>();
        (await host.AskAsync(Contracts.Endpoints.Shipping, AnOrder.Shipping("Germany"))).ShouldBeOfType<ShipmentRefused>();
    }

    [Fact]
    public async Task one_that_does_not_exist_is_not_found()
    {
        (await depot.Host.Http.GetAsync($"/shipments/{Guid.CreateVersion7()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await depot.DispatchAsync(Guid.CreateVersion7())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
