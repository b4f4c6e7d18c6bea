using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using static Sagas.OrderSaga.Tests.ReturnOrder.ReturnOrderHarness;

namespace Sagas.OrderSaga.Tests.ReturnOrder;

public sealed class When_a_step_behind_the_pivot_fails
{
    static readonly Situation ParkedForTheRefund = new("Parked", "refund-return", UndoRound: 0);
    static readonly Situation ParkedForTheInspection = new("Parked", "inspect-return", UndoRound: 0);

    [Fact]
    public async Task it_is_parked_and_says_what_is_owed()
    {
        await using var saga = await StartParkedForTheRefundAsync();

        saga.Saga.Owed().ShouldBe([ReturnStep.RefundReturn]);
        saga.Return.ParkedBecause.ShouldBe("RefundReturn failed in 1 attempt.");
        saga.Return.Missing.ShouldBe([ReturnStep.RefundReturn]);
    }

    [Fact]
    public async Task an_operators_retry_asks_in_a_new_round_and_leads_to_the_end()
    {
        await using var saga = await StartParkedForTheRefundAsync();

        await saga.SendAsync(saga.Retry(ParkedForTheRefund));
        var refund = await saga.SentAsync<RefundReturn>(nth: 2);
        refund.EffectKey.Round.ShouldBe(2);
        await saga.SendAsync(Refunded(refund));

        await saga.IsInAsync(machine => machine.Completed);
        saga.Return.ParkedBecause.ShouldBeNull();
    }

    [Fact]
    public async Task what_an_operator_answers_for_is_taken_as_done()
    {
        await using var saga = await StartParkedForTheRefundAsync();

        await saga.SendAsync(saga.Resolve(ParkedForTheRefund));

        await saga.IsInAsync(machine => machine.Completed);
        saga.Return.Waived.ShouldBe([ReturnStep.RefundReturn]);
        saga.Order.Payment.Refunded.ShouldBeNull("the gateway gave nothing back, and the stream does not say so");
    }

    [Fact]
    public async Task a_request_for_the_round_before_is_void()
    {
        await using var saga = await StartParkedForTheRefundAsync();
        await saga.SendAsync(saga.Retry(ParkedForTheRefund with { Round = 1 }));
        await saga.FaultAsync(await saga.SentAsync<RefundReturn>(nth: 2));
        await saga.IsInAsync(machine => machine.Parked);

        await saga.SendAsync(saga.Resolve(ParkedForTheRefund with { Round = 1 }));
        await saga.SendAsync(saga.Retry(ParkedForTheRefund with { Round = 2 }));

        (await saga.SentAsync<RefundReturn>(nth: 3)).EffectKey.Round.ShouldBe(3);
        saga.Return.Waived.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_refund_that_is_refused_waits_for_an_operator_at_once()
    {
        await using var saga = await StartAsync();
        var refund = await RefundingAsync(saga);

        await saga.SendAsync(new ReturnRefundRefused { SagaId = refund.SagaId, OrderId = refund.OrderId, EffectKey = refund.EffectKey, Reason = "NothingCaptured" });

        await saga.IsInAsync(machine => machine.Parked);
        saga.Saga.ParkedBecause.ShouldBe("RefundReturn was refused: NothingCaptured.");
    }

    [Fact]
    public async Task an_inspection_that_nobody_makes_is_parked_and_can_not_be_answered_for()
    {
        await using var saga = await StartAsync(options => options.InspectReturn = new StepPolicy { Deadline = TimeSpan.FromMilliseconds(50), Attempts = 1 });
        await saga.BeginAndReceiveAsync();
        await saga.IsInAsync(machine => machine.Parked);

        await saga.SendAsync(saga.Resolve(ParkedForTheInspection));
        await saga.SendAsync(saga.Retry(ParkedForTheInspection));

        (await saga.SentAsync<InspectReturn>(nth: 2)).EffectKey.Round.ShouldBe(2);
        saga.Return.Waived.ShouldBeEmpty();
    }

    [Fact]
    public async Task the_undo_before_it_is_asked_for_again_and_not_settled_by_hand()
    {
        await using var saga = await StartAsync(options => options.Undo = new StepPolicy { Attempts = 1 });
        await saga.BeginAsync();
        await saga.IsInAsync(machine => machine.ReceivingReturn);
        await saga.SendAsync(saga.Compensate(new Situation("ReceivingReturn", "receive-return", UndoRound: 0)));
        await saga.FaultAsync(await saga.SentAsync<CancelReturn>());
        await saga.IsInAsync(machine => machine.Parked);
        saga.Saga.Owed().ShouldBe([ReturnStep.ReceiveReturn]);

        // Waived, it would leave the warehouse to expect goods that nobody pays for.
        var parked = new Situation("Parked", "receive-return", UndoRound: 1);
        await saga.SendAsync(saga.Resolve(parked));
        await saga.SendAsync(saga.Retry(parked));

        (await saga.SentAsync<CancelReturn>(nth: 2)).EffectKey.Round.ShouldBe(2);
        saga.Saga.ReceiveReturnUndo.ShouldBe(Compensation.Issued);
    }

    static async Task<ReturnOrderHarness> StartParkedForTheRefundAsync()
    {
        var saga = await StartAsync(options => options.RefundReturn = new StepPolicy { Attempts = 1 });
        await saga.FaultAsync(await RefundingAsync(saga));
        await saga.IsInAsync(machine => machine.Parked);
        return saga;
    }

    static async Task<RefundReturn> RefundingAsync(ReturnOrderHarness saga)
    {
        await saga.BeginReceiveAndInspectAsync();
        await saga.SendAsync(Restocked(await saga.SentAsync<RestockGoods>()));
        await saga.SendAsync(WrittenOff(await saga.SentAsync<WriteOffGoods>()));
        return await saga.SentAsync<RefundReturn>();
    }
}
