using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Tests.PlaceOrder.PlaceOrderHarness;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

public sealed class When_an_operator_steps_in
{
    [Fact]
    public async Task a_step_is_asked_for_again_under_its_own_key_because_another_one_could_charge_twice()
    {
        await using var saga = await StartAsync();
        var first = await saga.PlaceAndReserveAsync();

        await saga.ReplyAsync(new RetrySaga
        {
            RequestId = Guid.CreateVersion7(), SagaId = saga.OrderId, Operator = "dana", Reason = "the gateway is back",
            Seen = new Situation("CapturingPayment", StepNames.Of(OrderStep.CapturePayment), UndoRound: 0),
        });
        var second = await saga.SentAsync<CapturePayment>(nth: 2);
        await saga.ReplyAsync(Captured(second));

        second.EffectKey.ShouldBe(first.EffectKey);
        await saga.IsInAsync(machine => machine.CreatingShipment);
    }

    [Fact]
    public async Task a_saga_that_goes_forward_turns_round()
    {
        await using var saga = await StartAsync();
        await saga.PlaceAsync();

        await saga.ReplyAsync(Compensate(saga, "ReservingStock", OrderStep.ReserveStock));
        await saga.ReplyAsync(Unreserved(await saga.SentAsync<UnreserveStock>()));

        await saga.IsInAsync(machine => machine.Cancelled);
        saga.Order.CancelReason.ShouldBe(CancelReason.OperatorRequest);
        saga.Order.CancellationRequest.ShouldBe(new CancellationRequest("fraud", "dana", ByOperator: true));
    }

    [Fact]
    public async Task too_late_nothing_is_done()
    {
        await using var saga = await StartAsync();
        await saga.PlaceAndReserveAsync();

        await saga.ReplyAsync(Compensate(saga, "ReservingStock", OrderStep.ReserveStock));
        await saga.HandledAsync<CompensateSaga>();

        await saga.IsInAsync(machine => machine.CapturingPayment);
        saga.Order.HasTurnedRound.ShouldBeFalse();
    }

    static CompensateSaga Compensate(PlaceOrderHarness saga, string state, OrderStep step) => new()
    {
        RequestId = Guid.CreateVersion7(), SagaId = saga.OrderId, Operator = "dana", Reason = "fraud", Seen = new Situation(state, StepNames.Of(step), UndoRound: 0),
    };
}
