using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using PlacingSaga = Sagas.Exploration.Tests.Machine.SagaUnderTest<Sagas.OrderSaga.PlaceOrder.PlaceOrderStateMachine, Sagas.OrderSaga.PlaceOrder.PlaceOrderState, Sagas.OrderSaga.Orders.OrderStep>;

namespace Sagas.Exploration.Tests.Machine;

/// <summary>Delivers to the saga, and makes of the world what one commit would. Bugs of the saga are seeded here, around the real machine.</summary>
sealed class Deliveries(PlacingSaga saga, SeededBug bug)
{
    public World Deliver(World world, object message, Guid? timer = null)
    {
        if (bug == SeededBug.CancellationRefusalIsTakenAsCancelled && message is ShipmentCancellationRefused refused)
            message = new ShipmentCancelled { SagaId = refused.SagaId, OrderId = refused.OrderId, EffectKey = refused.EffectKey, Existed = true };
        if (bug == SeededBug.AnswerToAnEarlierRoundIsTaken && message is StockUnreserved earlier && world.Saga!.CurrentState == "UnreservingStock")
            message = earlier with { EffectKey = world.Saga.KeyOf(OrderStep.ReserveStock, EffectIntent.Undo) };
        if (bug == SeededBug.StaleDeadlineIsTakenAsCurrent && timer == Timers.Stale)
            timer = world.Saga!.DeadlineToken;

        var after = Commit(world, message, timer);
        return bug == SeededBug.UndoOfUnansweredStepIsSkipped ? SkipTheUndo(after) : after;
    }

    World Commit(World world, object message, Guid? timer)
    {
        var (after, order, recording) = saga.Deliver(world.Saga, world.Order, message, timer);
        var armed = recording.Armed.Count > 0;
        if (bug == SeededBug.UndoDeadlineIsNotRearmed && armed && world.Saga?.CurrentState == after.CurrentState && UndoUnderWay(after) is not null)
        {
            armed = false;
            after.DeadlineToken = null;
        }

        // Of two timers, it only matters which one the saga waits for.
        if (after.DeadlineToken == Timers.New)
            after.DeadlineToken = Timers.Current;
        var keepsItsTimer = world.TimerIsArmed && !armed && timer != Timers.Current && after.DeadlineToken == Timers.Current;
        return (world with
        {
            Saga = after,
            Order = order,
            TimerIsArmed = armed || keepsItsTimer,
        }).With(recording.Sent);
    }

    World SkipTheUndo(World world)
    {
        if (UndoUnderWay(world.Saga!) is not { } step || world.Saga!.Attempt > 1 || world.Order.StandingOf(step) is StepStanding.Done or StepStanding.Undone)
            return world;
        var key = world.Saga.KeyOf(step, EffectIntent.Undo);
        object nothing = step switch
        {
            OrderStep.ReserveStock => new StockUnreserved { SagaId = key.SagaId, OrderId = key.SagaId, EffectKey = key, Units = 0 },
            OrderStep.CapturePayment => new PaymentVoided { SagaId = key.SagaId, OrderId = key.SagaId, EffectKey = key },
            _ => new ShipmentCancelled { SagaId = key.SagaId, OrderId = key.SagaId, EffectKey = key, Existed = false },
        };
        string[] undos = [nameof(UnreserveStock), nameof(RefundPayment), nameof(CancelShipment)];
        var unsent = world with { Messages = world.Messages.Remove(undos[(int)step]) };
        return SkipTheUndo(Commit(unsent, nothing, timer: null));
    }

    OrderStep? UndoUnderWay(PlaceOrderState after) =>
        saga.Machine.Steps.Plan.In(after.CurrentState) is { Intent: EffectIntent.Undo, Step: var step } ? step : null;
}
