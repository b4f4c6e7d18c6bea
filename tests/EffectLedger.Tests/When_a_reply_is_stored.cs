using MassTransit;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;

namespace Sagas.EffectLedger.Tests;

public sealed class When_a_reply_is_stored
{
    static readonly Guid SagaId = Guid.Parse("0197a3a0-0000-7000-8000-000000000001");
    static readonly Guid OrderId = Guid.Parse("0197a3a0-0000-7000-8000-000000000002");
    static readonly EffectKey Key = new(SagaId, "step", EffectIntent.Do, 3);
    static readonly Money Price = new(12.50m, "USD");

    public static TheoryData<object> Replies =>
    [
        new StockReserved
        {
            SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Total = Price,
            Lines = new List<ReservedLine> { new() { Sku = "NW-011", Quantity = 1, UnitPrice = Price, LineTotal = Price } },
        },
        new StockUnavailable
        {
            SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Reason = "OutOfStock",
            Shortages = new List<Shortage> { new() { Sku = "NW-011", Requested = 2, Available = 1 } },
        },
        new StockUnreserved { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Units = 7 },
        new PaymentCaptured { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Amount = Price, GatewayReference = "ch_1" },
        new PaymentDeclined { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Reason = "CardExpired" },
        new PaymentRefunded { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Amount = Price, GatewayReference = "re_1" },
        new PaymentVoided { SagaId = SagaId, OrderId = OrderId, EffectKey = Key },
        new ShipmentCreated { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, ShipmentId = OrderId, Carrier = "Speedy Express", TrackingNumber = "SE-1" },
        new ShipmentRefused { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Reason = "CountryNotServed" },
        new ShipmentCancelled { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Existed = true },
        new ShipmentCancellationRefused
        {
            SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Reason = "AlreadyDispatched", ShipmentId = OrderId, Carrier = "Speedy Express", TrackingNumber = "SE-1",
        },
        new ReturnExpected { SagaId = SagaId, OrderId = OrderId, EffectKey = Key },
        new ReturnRefused { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Reason = "NothingShipped" },
        new ReturnCancelled { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Existed = true },
        new ReturnCancellationRefused { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, ReceivedAt = DateTimeOffset.UnixEpoch },
        new GoodsReceived { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, ReceivedAt = DateTimeOffset.UnixEpoch },
        new InspectionPending { SagaId = SagaId, OrderId = OrderId, EffectKey = Key },
        new GoodsInspected
        {
            SagaId = SagaId, OrderId = OrderId, EffectKey = Key,
            Lines = new List<InspectedLine> { new() { Sku = "NW-011", Sound = 3, Damaged = 1 } },
        },
        new GoodsRestocked { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Units = 3 },
        new GoodsWrittenOff { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Units = 1 },
        new ReturnRefunded { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Amount = Price, GatewayReference = "re_1" },
        new ReturnRefundRefused { SagaId = SagaId, OrderId = OrderId, EffectKey = Key, Reason = "NotCaptured" },
    ];

    [Theory, MemberData(nameof(Replies))]
    public void it_is_read_back_as_it_was(object reply)
    {
        var stored = Stored(MessageUrn.ForTypeString(reply.GetType()), Reply.Write(reply));

        var read = Reply.Read(stored);

        read.ShouldBeOfType(reply.GetType());
        read.ShouldBeEquivalentTo(reply);
    }

    [Fact]
    public void every_reply_of_the_contracts_is_among_them()
    {
        Type[] commands =
        [
            typeof(ReserveStock), typeof(UnreserveStock), typeof(CapturePayment), typeof(RefundPayment), typeof(CreateShipment), typeof(CancelShipment),
            typeof(ReceiveReturn), typeof(CancelReturn), typeof(InspectReturn), typeof(RestockGoods), typeof(WriteOffGoods), typeof(RefundReturn),
        ];
        var replies = typeof(EffectKey).Assembly.GetExportedTypes().Where(type => type.GetProperty(nameof(EffectKey)) is not null).Except(commands);

        Replies.Select(row => row.Data.GetType()).ShouldBe(replies, ignoreOrder: true);
    }

    [Fact]
    public void one_that_this_version_does_not_know_says_what_to_do()
    {
        var stored = Stored("urn:message:Sagas.Contracts.Inventory:StockBackordered", "{}");

        Should.Throw<InvalidOperationException>(() => Reply.Read(stored)).Message.ShouldContain("StockBackordered is not among the contracts of this version; deploy");
    }

    static Effect Stored(string type, string reply) => new()
    {
        SagaId = SagaId, Step = "step", Intent = EffectIntent.Do, Round = 3, ReplyType = type, Reply = reply, MessageId = OrderId, CommandHash = new byte[32],
    };
}
