using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_every_step_succeeds
{
    [Fact]
    public async Task the_order_is_confirmed_and_the_world_is_told()
    {
        await using var saga = await StartAsync();

        await saga.ReplyAsync(Created(await saga.PlaceReserveAndCaptureAsync()));

        await saga.IsInAsync(machine => machine.Confirmed);
        saga.Order.Status.ShouldBe(OrderStatus.Confirmed);
        (await saga.PublishedAsync<OrderConfirmed>()).Total.ShouldBe(Total);
        saga.Saga.PaymentToken.ShouldBeNull();
        saga.Saga.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task what_is_charged_is_what_the_catalogue_says()
    {
        await using var saga = await StartAsync();

        var capture = await saga.PlaceAndReserveAsync();

        capture.Amount.ShouldBe(Total);
        capture.PaymentToken.ShouldBe("tok_approved");
    }

    [Fact]
    public async Task every_command_names_its_effect_in_the_first_round()
    {
        await using var saga = await StartAsync();

        var shipment = await saga.PlaceReserveAndCaptureAsync();

        shipment.EffectKey.ToString().ShouldBe($"{saga.OrderId}/create-shipment/do/1");
    }
}
