using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_a_participant_fails
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task it_is_asked_again_after_a_pause()
    {
        await using var saga = await StartAsync(options => options.CapturePayment = new() { RetryDelay = Soon });
        var first = await saga.PlaceAndReserveAsync();

        await saga.FaultAsync(first);
        var second = await saga.SentAsync<CapturePayment>(nth: 2);
        await saga.ReplyAsync(Captured(second));

        second.EffectKey.ShouldBe(first.EffectKey);
        await saga.IsInAsync(machine => machine.CreatingShipment);
    }

    [Fact]
    public async Task in_every_attempt_the_saga_turns_round()
    {
        await using var saga = await StartAsync(options => options.ReserveStock = new() { Attempts = 1 });

        await saga.FaultAsync(await saga.PlaceAsync());
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.CancelReason.ShouldBe(CancelReason.Faulted);
    }

    [Fact]
    public async Task in_every_attempt_to_undo_an_operator_is_asked()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await saga.PlaceAsync();
        await saga.CancelAsync();

        await saga.FaultAsync(await saga.SentAsync<UnreserveStock>());

        await saga.IsInAsync(machine => machine.Parked);
        saga.Saga.ParkedBecause.ShouldBe("The undo of ReserveStock failed in 1 attempt.");
    }
}
