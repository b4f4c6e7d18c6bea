using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_a_reply_does_not_come
{
    static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task the_same_command_is_sent_again_with_the_same_effect_key()
    {
        await using var saga = await StartAsync(options => options.ReserveStock = new() { Deadline = Soon, Attempts = 2 });
        var first = await saga.PlaceAsync();

        var second = await saga.SentAsync<ReserveStock>(nth: 2);

        second.EffectKey.ShouldBe(first.EffectKey);
    }

    [Fact]
    public async Task after_the_last_attempt_the_step_is_undone_because_its_outcome_is_unknown()
    {
        await using var saga = await StartAsync(options => options.CapturePayment = new() { Deadline = Soon, Attempts = 2 });
        await saga.PlaceAndReserveAsync();

        var refund = await saga.SentAsync<RefundPayment>();
        await saga.ReplyAsync(Refunded(refund));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.CancelReason.ShouldBe(CancelReason.Timeout);
        saga.Order.IsBalanced.ShouldBeTrue();
    }

    [Fact]
    public async Task a_reply_to_the_repeated_command_is_as_good_as_one_to_the_first()
    {
        await using var saga = await StartAsync(options => options.ReserveStock = new() { Deadline = Soon, Attempts = 20 });
        await saga.PlaceAsync();

        await saga.ReplyAsync(Reserved(await saga.SentAsync<ReserveStock>(nth: 2)));

        await saga.SentAsync<CapturePayment>();
    }

    [Fact]
    public async Task an_undo_is_asked_for_again_and_in_the_end_an_operator_is()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Deadline = Soon, Attempts = 3, Growth = 1 });
        await saga.PlaceAsync();
        await saga.CancelAsync();

        await saga.SentAsync<UnreserveStock>(nth: 3);

        await saga.IsInAsync(machine => machine.Parked);
        saga.Saga.ParkedBecause.ShouldBe("The undo of ReserveStock was not answered in 3 attempts.");
        saga.Order.Status.ShouldBe(OrderStatus.NeedsAttention);
        saga.Order.Owed.ShouldBe([OrderStep.ReserveStock]);
    }
}
