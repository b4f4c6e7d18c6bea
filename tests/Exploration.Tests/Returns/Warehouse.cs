using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Exploration.Tests.Participants;

namespace Sagas.Exploration.Tests;

/// <summary>What can be done about goods that come back, and about their money.</summary>
sealed record ReturnDoing(string What, ReturnWorld After);

/// <summary>Inventory, and the people who receive and inspect.</summary>
static class Warehouse
{
    static readonly InspectedLine[] Verdicts = [new() { Sku = "NW-011", Sound = 12, Damaged = 0 }, new() { Sku = "NW-011", Sound = 7, Damaged = 5 }];

    public static IEnumerable<ReturnDoing> Receive(ReturnWorld world, ReceiveReturn command)
    {
        if (world.Receiving.Find(command.EffectKey) is { } reply)
        {
            yield return reply is ReturnExpected && world.Goods is GoodsModel.Received or GoodsModel.Inspected
                ? new("says that the goods have arrived", world.With(Arrived(command.EffectKey)))
                : new("answers again", world.With(reply));
        }
        else if (world.Receiving.IsUndone)
        {
            yield return Receiving("refuses: it was undone before", world, command.EffectKey, Refused("AlreadyUndone"));
        }
        else
        {
            yield return Receiving(
                "expects the goods", world with { Goods = GoodsModel.Expected }, command.EffectKey,
                new ReturnExpected { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey });
            yield return Receiving("does not take them", world, command.EffectKey, Refused("NotShipped"));
        }

        ReturnRefused Refused(string reason) => new() { SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Reason = reason };
    }

    public static IEnumerable<ReturnDoing> Cancel(ReturnWorld world, CancelReturn command)
    {
        if (world.Receiving.Find(command.EffectKey) is { } reply)
            yield return new("answers again", world.With(reply));
        else if (world.Goods is GoodsModel.Received or GoodsModel.Inspected)
            yield return Receiving("has the goods already", world, command.EffectKey, new ReturnCancellationRefused
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, ReceivedAt = DateTimeOffset.UnixEpoch,
            });
        else
            yield return Receiving("waits no more", world with { Goods = GoodsModel.NotExpectedAnyMore }, command.EffectKey, new ReturnCancelled
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Existed = world.Goods == GoodsModel.Expected,
            });
    }

    public static IEnumerable<ReturnDoing> Inspect(ReturnWorld world, InspectReturn command)
    {
        if (world.Others.Find(command.EffectKey) is { } reply)
            yield return reply is InspectionPending && world.Goods == GoodsModel.Inspected
                ? new("says what was found since", world.With(Inspected(command.EffectKey, world.Verdict!)))
                : new("answers again", world.With(reply));
        else if (world.Goods == GoodsModel.Inspected)
            yield return Other("says what was found", world, command.EffectKey, Inspected(command.EffectKey, world.Verdict!));
        else if (world.Goods == GoodsModel.Received)
            yield return Other("keeps the question", world with { InspectKey = command.EffectKey }, command.EffectKey, new InspectionPending
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey,
            });
    }

    public static IEnumerable<ReturnDoing> Restock(ReturnWorld world, RestockGoods command)
    {
        if (world.Others.Find(command.EffectKey) is { } reply)
            yield return new("answers again", world.With(reply));
        else if (world.Verdict is { } verdict)
            yield return Other("restocks", world with { IsRestocked = true }, command.EffectKey, new GoodsRestocked
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = verdict.Sound,
            });
    }

    public static IEnumerable<ReturnDoing> WriteOff(ReturnWorld world, WriteOffGoods command)
    {
        if (world.Others.Find(command.EffectKey) is { } reply)
            yield return new("answers again", world.With(reply));
        else if (world.Verdict is { } verdict)
            yield return Other("writes off", world with { IsWrittenOff = true }, command.EffectKey, new GoodsWrittenOff
            {
                SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = verdict.Damaged,
            });
    }

    public static IEnumerable<ReturnDoing> Refund(ReturnWorld world, RefundReturn command)
    {
        if (world.Others.Find(command.EffectKey) is { } reply)
        {
            yield return new("answers again", world.With(reply));
            yield break;
        }

        yield return Other("gives the money back", world with { IsRefunded = true }, command.EffectKey, new ReturnRefunded
        {
            SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = command.Amount, GatewayReference = "re_1",
        });
        if (!world.IsRefunded)
            yield return new("gives the money back and dies before it is recorded", world with { IsRefunded = true });
    }

    /// <summary>What people do when they like.</summary>
    public static IEnumerable<ReturnDoing> People(ReturnWorld world, EffectKey receiveKey)
    {
        if (world.Goods == GoodsModel.Expected)
            yield return new("the goods arrive", (world with { Goods = GoodsModel.Received }).With(Arrived(receiveKey)));
        if (world.Goods != GoodsModel.Received)
            yield break;
        foreach (var verdict in Verdicts)
        {
            var inspected = world with { Goods = GoodsModel.Inspected, Verdict = verdict };
            yield return new($"somebody finds {verdict.Damaged} damaged", world.InspectKey is { } asked ? inspected.With(Inspected(asked, verdict)) : inspected);
        }
    }

    static GoodsReceived Arrived(EffectKey expected) => new()
    {
        SagaId = ReturnWorld.ReturnId, OrderId = World.OrderId, EffectKey = expected, ReceivedAt = DateTimeOffset.UnixEpoch,
    };

    static GoodsInspected Inspected(EffectKey asked, InspectedLine verdict) => new()
    {
        SagaId = ReturnWorld.ReturnId, OrderId = World.OrderId, EffectKey = asked, Lines = [verdict],
    };

    static ReturnDoing Receiving(string what, ReturnWorld world, EffectKey key, object reply) => new(what, (world with { Receiving = world.Receiving.Record(key, reply) }).With(reply));

    static ReturnDoing Other(string what, ReturnWorld world, EffectKey key, object reply) => new(what, (world with { Others = world.Others.Record(key, reply) }).With(reply));
}
