using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.StepSagas.Compensation;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_undos_are_owed
{
    [Fact]
    public async Task a_step_is_on_the_ledger_before_its_reply_comes()
    {
        await using var saga = await StartAsync();

        await saga.PlaceAndReserveAsync();
        await saga.IsInAsync(machine => machine.CapturingPayment);

        Ledger(saga).ShouldBe([Required, Required, NotNeeded]);
    }

    [Fact]
    public async Task each_is_issued_and_confirmed_in_reverse()
    {
        await using var saga = await StartAsync();
        await saga.PlaceReserveAndCaptureAsync();
        await saga.CancelAsync();
        var cancel = await saga.SentAsync<CancelShipment>();
        await saga.IsInAsync(machine => machine.CancellingShipment);
        Ledger(saga).ShouldBe([Required, Required, Issued]);

        await saga.ReplyAsync(Cancelled(cancel));
        var refund = await saga.SentAsync<RefundPayment>();
        await saga.IsInAsync(machine => machine.RefundingPayment);
        Ledger(saga).ShouldBe([Required, Issued, Confirmed]);

        await saga.ReplyAsync(Refunded(refund));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));
        await saga.IsInAsync(machine => machine.Cancelled);
        Ledger(saga).ShouldBe([Confirmed, Confirmed, Confirmed]);
    }

    [Fact]
    public async Task a_refused_step_is_not_among_them()
    {
        await using var saga = await StartAsync();

        await saga.ReplyAsync(new PaymentDeclined
        {
            SagaId = saga.OrderId, OrderId = saga.OrderId, EffectKey = (await saga.PlaceAndReserveAsync()).EffectKey, Reason = "InsufficientFunds",
        });
        await saga.IsInAsync(machine => machine.UnreservingStock);

        Ledger(saga).ShouldBe([Issued, NotNeeded, NotNeeded]);
    }

    [Fact]
    public async Task by_a_parked_saga_it_says_which_and_the_stream_says_the_same()
    {
        await using var saga = await StartAsync(options => options.Undo = new() { Attempts = 1 });
        await saga.PlaceAndReserveAsync();
        await saga.CancelAsync();

        await saga.FaultAsync(await saga.SentAsync<RefundPayment>());

        await saga.IsInAsync(machine => machine.Parked);
        Ledger(saga).ShouldBe([Required, Failed, NotNeeded]);
        saga.Order.Owed.ShouldBe(saga.Saga.Owed());
        saga.Order.Owed.ShouldBe([OrderStep.CapturePayment, OrderStep.ReserveStock]);
    }

    [Fact]
    public async Task a_confirmed_order_owes_none()
    {
        await using var saga = await StartAsync();

        await saga.ReplyAsync(Created(await saga.PlaceReserveAndCaptureAsync()));
        await saga.IsInAsync(machine => machine.Confirmed);

        Ledger(saga).ShouldBe([NotNeeded, NotNeeded, NotNeeded]);
    }

    [Fact]
    public async Task an_answer_from_another_round_is_late()
    {
        await using var saga = await StartAsync();
        await saga.PlaceAsync();
        await saga.CancelAsync();
        var unreserve = await saga.SentAsync<UnreserveStock>();

        await saga.ReplyAsync(Unreserved(unreserve) with { EffectKey = unreserve.EffectKey with { Round = 7 } });
        await saga.HandledAsync<StockUnreserved>();

        await saga.IsInAsync(machine => machine.UnreservingStock);
        Ledger(saga)[0].ShouldBe(Issued);
    }

    static Compensation[] Ledger(PlaceOrderHarness saga) => [.. Enum.GetValues<OrderStep>().Select(saga.Saga.UndoOf)];
}
