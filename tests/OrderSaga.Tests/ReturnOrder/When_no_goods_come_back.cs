using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Tests.ReturnOrder.ReturnOrderHarness;

namespace Sagas.OrderSaga.Tests.ReturnOrder;

public sealed class When_no_goods_come_back
{
    static readonly StepPolicy Impatient = new() { Deadline = TimeSpan.FromMilliseconds(50), Attempts = 2 };

    [Fact]
    public async Task the_return_is_rejected_once_Inventory_has_stopped_waiting_and_nothing_is_refunded()
    {
        await using var saga = await StartAsync(options => options.ReceiveReturn = Impatient);
        var receive = await saga.BeginAsync();

        var cancel = await saga.SentAsync<CancelReturn>();
        cancel.Undoes.ShouldBe(receive.EffectKey);
        await saga.SendAsync(new ReturnCancelled { SagaId = cancel.SagaId, OrderId = cancel.OrderId, EffectKey = cancel.EffectKey, Existed = true });

        await saga.IsInAsync(machine => machine.Rejected);
        saga.Return.TurnedRoundBy.ShouldBe(ReturnRejection.GoodsNeverArrived);
        saga.Order.Status.ShouldBe(OrderStatus.Delivered, "the order stands");
        (await saga.PublishedAsync<ReturnRejected>()).Reason.ShouldBe("GoodsNeverArrived");
        saga.CountSent<RefundReturn>().ShouldBe(0);
        saga.Saga.ReceiveReturnUndo.ShouldBe(Compensation.Confirmed);
    }

    [Fact]
    public async Task until_Inventory_says_that_they_came_after_all()
    {
        await using var saga = await StartAsync(options => options.ReceiveReturn = Impatient);
        await saga.BeginAsync();

        var cancel = await saga.SentAsync<CancelReturn>();
        await saga.SendAsync(new ReturnCancellationRefused
        {
            SagaId = cancel.SagaId, OrderId = cancel.OrderId, EffectKey = cancel.EffectKey, ReceivedAt = TimeProvider.System.GetUtcNow(),
        });

        await saga.IsInAsync(machine => machine.InspectingReturn);
        saga.Return.TurnedRoundBy.ShouldBeNull();
        saga.Saga.Owed().ShouldBeEmpty();
    }

    [Fact]
    public async Task because_Inventory_refuses_them_nothing_has_to_be_undone()
    {
        await using var saga = await StartAsync();
        var receive = await saga.BeginAsync();

        await saga.SendAsync(new ReturnRefused { SagaId = receive.SagaId, OrderId = receive.OrderId, EffectKey = receive.EffectKey, Reason = "NotShipped" });

        await saga.IsInAsync(machine => machine.Rejected);
        saga.Return.TurnedRoundBy.ShouldBe(ReturnRejection.GoodsRefused);
        saga.CountSent<CancelReturn>().ShouldBe(0);
    }

    [Fact]
    public async Task an_operator_can_call_it_off()
    {
        await using var saga = await StartAsync();
        await saga.BeginAsync();
        await saga.IsInAsync(machine => machine.ReceivingReturn);

        await saga.SendAsync(saga.Compensate(new Situation("ReceivingReturn", "receive-return", UndoRound: 0)));

        await saga.SentAsync<CancelReturn>();
        await saga.IsInAsync(machine => machine.CancellingReturn);
        saga.Return.TurnedRoundBy.ShouldBe(ReturnRejection.OperatorRequest);
    }

    [Fact]
    public async Task that_they_are_expected_changes_nothing_and_is_no_answer()
    {
        await using var saga = await StartAsync();
        var receive = await saga.BeginAsync();

        await saga.SendAsync(new ReturnExpected { SagaId = receive.SagaId, OrderId = receive.OrderId, EffectKey = receive.EffectKey });

        await saga.IsInAsync(machine => machine.ReceivingReturn);
        saga.Saga.Attempt.ShouldBe(1);
    }
}
