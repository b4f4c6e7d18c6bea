using System.Collections.Immutable;
using MassTransit.Events;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Exploration.Tests.Exploring;
using Sagas.Exploration.Tests.Machine;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;
using Move = Sagas.Exploration.Tests.Exploring.Move<Sagas.Exploration.Tests.ReturnWorld>;

namespace Sagas.Exploration.Tests;

/// <summary>Taking an order back: everything that can happen, and what has to be true.</summary>
sealed class TakingReturns : IExploration<ReturnWorld>
{
    static readonly StepDeadlinePassed Deadline = new() { SagaId = ReturnWorld.ReturnId, State = "", Attempt = 0 };
    static readonly EffectKey ReceiveKey = new(ReturnWorld.ReturnId, "receive-return", EffectIntent.Do, 1);

    readonly SagaUnderTest<ReturnOrderStateMachine, ReturnOrderState, ReturnStep> _saga;
    readonly Relevance<ReturnOrderStateMachine, ReturnOrderState, ReturnStep> _relevance;
    readonly Operators<ReturnOrderStateMachine, ReturnOrderState, ReturnStep> _operators;
    readonly Bounds _bounds;
    readonly bool _isWhole;
    readonly bool _takesTheRefusalForACancellation;

    /// <param name="bounds">How much is explored.</param>
    /// <param name="takesTheRefusalForACancellation">A mistake, built in on purpose: Inventory has the goods, and the saga hears that it does not wait for them.</param>
    /// <param name="isWhole">Whether what can make no difference is delivered all the same, to see that it makes none.</param>
    public TakingReturns(Bounds bounds, bool takesTheRefusalForACancellation = false, bool isWhole = false)
    {
        (_bounds, _takesTheRefusalForACancellation, _isWhole) = (bounds, takesTheRefusalForACancellation, isWhole);
        var patience = new StepPolicy { Attempts = bounds.Attempts };
        _saga = SagasUnderTest.Returning(new ReturnOrderOptions
        {
            ReceiveReturn = patience, InspectReturn = patience, SettleGoods = patience, RefundReturn = patience, Undo = patience,
        });
        (_relevance, _operators) = (new(_saga), new(_saga));
    }

    public IEnumerable<(ReturnWorld World, string What)> Beginnings => [(ReturnWorld.Beginning(_bounds), "a return is asked for")];

    public string Tell(ReturnWorld world) => $"{world.Saga!.CurrentState} in attempt {world.Saga.Attempt}";

    public ReturnWorld Reduce(ReturnWorld world) => _isWhole
        ? world
        : world with { Messages = world.Messages.RemoveRange(world.Messages.Where(message => !Matters(world, message.Value)).Select(message => message.Key)) };

    public string Canonical(ReturnWorld world)
    {
        if (_isWhole)
            return world.Canonical(effects => effects.Canonical);
        var asked = _relevance.KeyOf(world.Saga);
        return world.Canonical(effects => effects.CanonicalFor(asked));
    }

    public string? EndOf(ReturnWorld world) => world.Saga?.CurrentState is "Completed" or "Rejected" or "Parked" ? world.Saga.CurrentState : null;

    public IEnumerable<Move> From(ReturnWorld world) =>
    [
        .. world.Messages.Values.SelectMany(message => AtParticipants(world, message)),
        .. world.Messages.Values.Where(_saga.Handles).Where(message => world.Saga is not null || message is ReturnOrder)
            .Select(message => new Move($"the saga gets {Letters.Name(message)}", () => Deliver(world, message), IsIdle: !Matters(world, message))),
        .. Timers(world),
        .. Warehouse.People(world, ReceiveKey).Select(doing => new Move(doing.What, () => doing.After, IsOptional: true)),
        .. Losses(world),
        .. _operators.WhatTheyCanAsk(world.Saga, world.OperatorRequestsLeft).Select(request => new Move(
            $"an operator asks for {Letters.Name(request)}", () => (world with { OperatorRequestsLeft = world.OperatorRequestsLeft - 1 }).With(request), IsOptional: true)),
    ];

    public string? Broken(ReturnWorld world) =>
        world.IsRefunded && world.Goods is not (GoodsModel.Received or GoodsModel.Inspected) ? "The money was given back, and no goods have arrived." : world.Saga?.CurrentState switch
        {
            "Completed" => BrokenByCompleted(world),
            "Rejected" => BrokenByRejected(world),
            "Parked" => BrokenByParked(world),
            _ => null,
        };

    static string? BrokenByCompleted(ReturnWorld world)
    {
        var waived = world.Order.ReturnOf(ReturnWorld.ReturnId)!.Waived;
        if (!world.IsRefunded && !waived.Contains(ReturnStep.RefundReturn))
            return "The return is completed, and the money was not given back.";
        if (world.Verdict is not { } verdict)
            return "The return is completed, and nobody has inspected the goods.";
        if (verdict.Sound > 0 && !world.IsRestocked && !waived.Contains(ReturnStep.RestockGoods))
            return "The return is completed, and the sound goods are not on the shelf.";
        return verdict.Damaged > 0 && !world.IsWrittenOff && !waived.Contains(ReturnStep.WriteOffGoods) ? "The return is completed, and the damaged goods are not written off." : null;
    }

    /// <summary>What an operator answered for is the operator's.</summary>
    static string? BrokenByRejected(ReturnWorld world)
    {
        if (world.Saga!.ReceiveReturnUndo == Compensation.Waived)
            return null;
        return world.Goods is GoodsModel.Unknown or GoodsModel.NotExpectedAnyMore ? null : $"The return is rejected, and its goods are {world.Goods}.";
    }

    static string? BrokenByParked(ReturnWorld world)
    {
        if (world.Saga!.Owed() is not [var owed, ..])
            return "The saga is parked, and owes nothing.";
        var known = world.Order.ReturnOf(ReturnWorld.ReturnId)!;
        if (known.ParkedBecause is null)
            return "The saga is parked, and the order's stream does not say so.";
        return known.Missing.Contains(owed) ? null : $"The saga owes {owed}, and the order misses {string.Join(", ", known.Missing)}.";
    }

    static IEnumerable<Move> AtParticipants(ReturnWorld world, object message)
    {
        IEnumerable<ReturnDoing> doings = message switch
        {
            ReceiveReturn command => Warehouse.Receive(world, command).Append(Fails(world, command)),
            CancelReturn command => Warehouse.Cancel(world, command).Append(Fails(world, command)),
            InspectReturn command => Warehouse.Inspect(world, command).Append(Fails(world, command)),
            RestockGoods command => Warehouse.Restock(world, command).Append(Fails(world, command)),
            WriteOffGoods command => Warehouse.WriteOff(world, command).Append(Fails(world, command)),
            RefundReturn command => Warehouse.Refund(world, command).Append(Fails(world, command)),
            _ => [],
        };
        return doings.Where(doing => doing.After.FaultsLeft >= 0)
            .Select(doing => new Move($"{message.GetType().Namespace!.Split('.')[^1]}, asked for {Letters.Name(message)}, {doing.What}", () => doing.After));
    }

    IEnumerable<Move> Timers(ReturnWorld world)
    {
        if (world.TimerIsArmed)
            yield return new Move("the deadline passes", () => Deliver(world, Deadline, Machine.Timers.Current));
        // One that fires twice, or fires after it was cancelled or replaced.
        if (world.Saga is not null)
            yield return new Move("a stale deadline fires", () => Deliver(world, Deadline, Machine.Timers.Stale), IsIdle: true);
    }

    static IEnumerable<Move> Losses(ReturnWorld world)
    {
        var kept = world.Messages.Where(message => message.Value is ReturnOrder or IOperatorRequest).ToImmutableSortedDictionary(StringComparer.Ordinal);
        if (kept.Count < world.Messages.Count)
            yield return new Move("everything on its way is lost", () => world with { Messages = kept });
    }

    /// <summary>Delivers to the saga, and makes of the world what one commit would.</summary>
    ReturnWorld Deliver(ReturnWorld world, object message, Guid? timer = null)
    {
        if (_takesTheRefusalForACancellation && message is ReturnCancellationRefused refused)
            message = new ReturnCancelled { SagaId = refused.SagaId, OrderId = refused.OrderId, EffectKey = refused.EffectKey, Existed = true };
        var (after, order, recording) = _saga.Deliver(world.Saga, world.Order, message, timer);
        var armed = recording.Armed.Count > 0;
        if (after.DeadlineToken == Machine.Timers.New)
            after.DeadlineToken = Machine.Timers.Current;
        var keepsItsTimer = world.TimerIsArmed && !armed && timer != Machine.Timers.Current && after.DeadlineToken == Machine.Timers.Current;
        return (world with
        {
            Saga = after,
            Order = order,
            TimerIsArmed = armed || keepsItsTimer,
        }).With(recording.Sent);
    }

    bool Matters(ReturnWorld world, object message) => _relevance.Matters(world.Saga, message, world.IsRecorded);

    static ReturnDoing Fails<T>(ReturnWorld world, T command)
        where T : class =>
        new("fails in all its attempts", (world with { FaultsLeft = world.FaultsLeft - 1 }).With(new FaultEvent<T> { Message = command }));
}
