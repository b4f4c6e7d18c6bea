using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.SagaReplay.Tests;

/// <summary>Today's state machines, with the patience that the histories were recorded with.</summary>
static class Orders
{
    static readonly StepPolicy OfThen = new() { Deadline = TimeSpan.FromSeconds(2), RetryDelay = TimeSpan.FromSeconds(1), Growth = 1, Attempts = 2 };

    static readonly HashSet<string> OfTheRelease = [nameof(PlaceOrderState.DefinitionHash), nameof(PlaceOrderState.DefinitionVersion)];

    public static Task<Divergence?> ReplayAsync(RecordedSaga recorded) => recorded.Saga.TimelineType switch
    {
        nameof(PlaceOrderState) => Placing(OfThen).RunAsync(recorded),
        nameof(ReturnOrderState) => Returning(OfThen).RunAsync(recorded),
        var other => throw new ArgumentException($"There is no machine for {other}.", nameof(recorded)),
    };

    public static Replay<PlaceOrderState> Placing(StepPolicy patience)
    {
        var clock = new ReplayClock();
        var options = new PlaceOrderOptions { ReserveStock = patience, CapturePayment = patience, CreateShipment = patience, Undo = patience };
        return For(new PlaceOrderStateMachine(new PlaceOrderSteps(Options.Create(options), clock)), clock);
    }

    public static Replay<ReturnOrderState> Returning(StepPolicy patience)
    {
        var clock = new ReplayClock();
        var options = new ReturnOrderOptions { ReceiveReturn = patience, InspectReturn = patience, SettleGoods = patience, RefundReturn = patience, Undo = patience };
        return For(new ReturnOrderStateMachine(new ReturnOrderSteps(Options.Create(options), clock)), clock);
    }

    static Replay<TSaga> For<TSaga>(SagaStateMachine<TSaga> machine, ReplayClock clock)
        where TSaga : class, SagaStateMachineInstance, new() => new(machine, clock, typeof(SensitiveAttribute), typeof(PersonalAttribute))
        {
            Begin = id =>
            {
                var saga = new TSaga { CorrelationId = id };
                ((dynamic)saga).CurrentState = machine.Initial.Name;
                return saga;
            },
            Subject = (recorded, happened) => Order(recorded, happened, clock),
            NotCompared = OfTheRelease,
        };

    /// <summary>The order as it was: its events without what is personal, which decides nothing.</summary>
    static ReplayedSubject Order(RecordedSaga recorded, IReadOnlyList<StoredEvent> happened, TimeProvider clock)
    {
        var streams = new OrderStreams(clock);
        var orderId = Guid.Parse(StreamId.Parse(recorded.Subject!.Stream).Id);
        var state = OrderState.Initial.Fold(happened.Select(stored => (OrderEvent)streams.Serializer.Deserialize(new RecordedEvent
        {
            Checkpoint = default!,
            Stream = OrderStreams.StreamOf(orderId),
            Version = stored.Version,
            EventId = Guid.Empty,
            Type = stored.Type,
            SchemaVersion = stored.SchemaVersion,
            Data = JsonSerializer.SerializeToUtf8Bytes(stored.Data),
            MetadataJson = default,
            Tenant = "default",
            RecordedAt = stored.RecordedAt,
            Hash = default,
        })));
        var stream = new OrderStream(orderId, state, happened.Count);
        return new ReplayedSubject(stream, () => [.. stream.Appended.Select(streams.Serializer.NameOf)]);
    }
}
