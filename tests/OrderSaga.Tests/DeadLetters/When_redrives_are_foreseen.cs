using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.Events;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Tests.Api;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.DeadLetters;

/// <summary>A thousand dead letters for sagas in every state: each is foreseen, then redriven at once, and what became of it must be what was foreseen.</summary>
public sealed class When_redrives_are_foreseen(When_redrives_are_foreseen.HostWithoutDeadlines host) : IClassFixture<When_redrives_are_foreseen.HostWithoutDeadlines>
{
    const int SagasPerState = 6;

    static readonly Money Total = new(168.00m, "USD");

    static readonly (string State, Func<Guid, object>[] Letters)[] WaysThere =
    [
        ("ReservingStock", []),
        ("CapturingPayment", [Reserved]),
        ("CreatingShipment", [Reserved, Captured]),
        ("Confirmed", [Reserved, Captured, Created]),
        ("CancellingShipment", [Reserved, Captured, Cancel]),
        ("RefundingPayment", [Reserved, Cancel]),
        ("UnreservingStock", [Cancel]),
        ("Cancelled", [Unavailable]),
        ("Parked", [Cancel, UnreserveFaulted]),
    ];

    /// <summary>What may lie among dead letters, for a saga: every reply, in time or late, facts, faults, and what nobody can handle.</summary>
    static readonly Func<Guid, object>[] Kinds =
    [
        Reserved, Unavailable, Captured, Created, Cancel, UnreserveFaulted,
        saga => new StockReserved { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "reserve-stock", round: 2), Lines = [], Total = new Money(1m, "USD") },
        saga => new StockUnreserved { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "reserve-stock", EffectIntent.Undo), Units = 12 },
        saga => new PaymentDeclined { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "capture-payment"), Reason = "InsufficientFunds" },
        saga => new PaymentRefunded { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "capture-payment", EffectIntent.Undo), Amount = Total, GatewayReference = "re_1" },
        saga => new PaymentVoided { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "capture-payment", EffectIntent.Undo) },
        saga => new ShipmentRefused { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "create-shipment"), Reason = "CountryNotServed" },
        saga => new ShipmentCancelled { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "create-shipment", EffectIntent.Undo), Existed = true },
        saga => new ShipmentCancellationRefused
        {
            SagaId = saga, OrderId = saga, EffectKey = Key(saga, "create-shipment", EffectIntent.Undo), Reason = "AlreadyDispatched", ShipmentId = Guid.CreateVersion7(), Carrier = "Speedy Express", TrackingNumber = "SE-1",
        },
        saga => new ShipmentDispatched { OrderId = saga, ShipmentId = Guid.CreateVersion7(), Lines = [], DispatchedAt = TimeProvider.System.GetUtcNow() },
        saga => new ShipmentDelivered { OrderId = saga, ShipmentId = Guid.CreateVersion7(), DeliveredAt = TimeProvider.System.GetUtcNow() },
        _ => new StockUnreserved { SagaId = Guid.CreateVersion7(), OrderId = Guid.CreateVersion7(), EffectKey = Key(Guid.CreateVersion7(), "reserve-stock", EffectIntent.Undo), Units = 1 },
        saga => new ReserveStock { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "reserve-stock"), Lines = [] },
        Placed,
        saga => new Unreadable(saga),
    ];

    [Fact]
    public async Task what_was_foreseen_of_a_thousand_letters_is_what_happens()
    {
        var sagas = new List<Guid>();
        foreach (var (state, way) in WaysThere)
        {
            for (var i = 0; i < SagasPerState; i++)
                sagas.Add(await BringAsync(state, way));
        }

        var outcomes = new ConcurrentDictionary<(string Foreseen, string Happened), int>();
        var mistakes = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(sagas.Index(), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (one, cancellationToken) =>
        {
            var kinds = Kinds.ToArray();
            new Random(one.Index).Shuffle(kinds);
            foreach (var kind in kinds)
            {
                var letter = await GiveUpAsync(kind(one.Item));
                var (foreseen, because) = await ForeseeAsync(letter);
                var happened = await RedriveAsync(letter);
                outcomes.AddOrUpdate((foreseen, happened), 1, (_, count) => count + 1);
                if (foreseen != happened)
                    mistakes.Add($"{letter.Type} for a saga that is {await StateOfAsync(one.Item)}: foreseen as {foreseen} ({because}), and it was {happened}.");
            }
        });

        mistakes.ShouldBeEmpty();
        outcomes.Values.Sum().ShouldBeGreaterThanOrEqualTo(1_000);
        // All three must occur, or nothing was foreseen.
        outcomes.Keys.Select(outcome => outcome.Foreseen).Order().ShouldBe(["Applied", "Ignored", "Refused"]);
    }

    [Fact]
    public async Task foreseeing_writes_nothing()
    {
        var saga = await BringAsync("CapturingPayment", [Reserved]);
        var letter = await GiveUpAsync(Captured(saga));
        var before = await RowsAsync(saga);

        var (effect, _) = await ForeseeAsync(letter);

        effect.ShouldBe("Applied");
        (await RowsAsync(saga)).ShouldBe(before);
        (await StateOfAsync(saga)).ShouldBe("CapturingPayment");
    }

    static EffectKey Key(Guid saga, string step, EffectIntent intent = EffectIntent.Do, int round = 1) => new(saga, step, intent, round);

    /// <summary>What the saga began with, once more: its message id is the order's.</summary>
    static Contracts.Orders.PlaceOrder Placed(Guid saga) => new()
    {
        OrderId = saga,
        CustomerId = "VINET",
        Lines = [new OrderLine { Sku = "NW-011", Quantity = 12 }],
        ShipTo = new PostalAddress { Name = "Vins et alcools Chevalier", Street = "59 rue de l'Abbaye", City = "Reims", Country = "France" },
        PaymentToken = "tok_approved",
    };

    static StockReserved Reserved(Guid saga) => new()
    {
        SagaId = saga,
        OrderId = saga,
        EffectKey = Key(saga, "reserve-stock"),
        Lines = [new ReservedLine { Sku = "NW-011", Quantity = 12, UnitPrice = new Money(14m, "USD"), LineTotal = Total }],
        Total = Total,
    };

    static StockUnavailable Unavailable(Guid saga) => new() { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "reserve-stock"), Reason = "OutOfStock", Shortages = [] };

    static PaymentCaptured Captured(Guid saga) => new()
    {
        SagaId = saga, OrderId = saga, EffectKey = Key(saga, "capture-payment"), Amount = Total, GatewayReference = "ch_1",
    };

    static ShipmentCreated Created(Guid saga) => new()
    {
        SagaId = saga, OrderId = saga, EffectKey = Key(saga, "create-shipment"), ShipmentId = Guid.CreateVersion7(), Carrier = "Speedy Express", TrackingNumber = "SE-1",
    };

    static CancelOrder Cancel(Guid saga) => new() { OrderId = saga, Reason = "changed my mind", RequestedBy = "customer" };

    static FaultEvent<UnreserveStock> UnreserveFaulted(Guid saga) => new(
        new UnreserveStock { SagaId = saga, OrderId = saga, EffectKey = Key(saga, "reserve-stock", EffectIntent.Undo), Undoes = Key(saga, "reserve-stock") },
        Guid.CreateVersion7(), MassTransit.Metadata.HostMetadataCache.Host, new TimeoutException("The warehouse is shut."), [MessageUrn.ForTypeString<UnreserveStock>()]);

    async Task<Guid> BringAsync(string state, Func<Guid, object>[] way)
    {
        using var placed = await host.Client.PostAsync(
            "/orders", new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var saga = (await placed.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetGuid();
        var endpoint = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(Endpoints.Address(Endpoints.PlaceOrder));
        await Eventually.ShouldAsync(async () => await StepsAsync(saga) == 1, "the saga to begin");
        for (var i = 0; i < way.Length; i++)
        {
            var message = way[i](saga);
            var send = message is FaultEvent<UnreserveStock> fault ? endpoint.Send<Fault<UnreserveStock>>(fault) : endpoint.Send(message, message.GetType());
            await send;
            await Eventually.ShouldAsync(async () => await StepsAsync(saga) == i + 2, $"the saga to have handled {message.GetType().Name}");
        }

        (await StateOfAsync(saga)).ShouldBe(state);
        return saga;
    }

    /// <summary>Writes the row that the endpoint writes when a message has failed for the last time.</summary>
    async Task<Letter> GiveUpAsync(object message)
    {
        var messageId = message is Contracts.Orders.PlaceOrder placed ? placed.OrderId : Guid.CreateVersion7();
        var type = message is FaultEvent<UnreserveStock> ? typeof(Fault<UnreserveStock>) : message.GetType();
        var urn = MessageUrn.ForTypeString(type);
        var body = message is Unreadable
            ? Encoding.UTF8.GetBytes("{\"messageId\":")
            : JsonSerializer.SerializeToUtf8Bytes(
                new { messageId, conversationId = messageId, messageType = new[] { urn }, message, headers = new { } }, SystemTextJsonMessageSerializer.Options);
        var letter = new Letter(Guid.CreateVersion7(), messageId, type.Name);
        await host.Database.ExecuteAsync(
            """
            insert into dead_letters (
              dead_letter_id, endpoint, message_id, message_type, content_type, headers, body, reason, fingerprint, attempts, first_failed_at, last_failed_at)
            values ($1, 'place-order', $2, $3, 'application/vnd.masstransit+json', '{}', $4, 'Failed', 'planted', 1, now(), now())
            """,
            letter.Id, messageId, urn, body);
        return letter;
    }

    async Task<(string Effect, string? Because)> ForeseeAsync(Letter letter)
    {
        using var answer = await host.Client.PostAsJsonAsync($"/dead-letters/{letter.Id}/redrive?dryRun=true", new { reason = "Only asking." }, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var forecast = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return (forecast.GetProperty("effect").GetString()!, forecast.GetProperty("because").GetString());
    }

    async Task<string> RedriveAsync(Letter letter)
    {
        var before = await KindsAsync(letter);
        using var answer = await host.Client.PostAsJsonAsync($"/dead-letters/{letter.Id}/redrive", new { reason = "It was foreseen." }, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var happened = "";
        await Eventually.ShouldAsync(
            async () =>
            {
                var kinds = await KindsAsync(letter);
                if (kinds.Count > before.Count)
                    happened = kinds[^1] == "ActedOn" ? "Applied" : "Ignored";
                else if (await host.Database.ScalarAsync<string>("select status from dead_letters where dead_letter_id = $1", letter.Id) == "Open")
                    happened = "Refused";
                return happened.Length > 0;
            },
            $"the {letter.Type} to be handled, or to be a dead letter again");
        return happened;
    }

    Task<IReadOnlyList<string>> KindsAsync(Letter letter) => host.Database.QueryAsync(
        "select kind from saga_timeline where message_id = $1 and kind not in ('Failed', 'Conflicted') order by number", row => row.GetString(0), letter.MessageId);

    async Task<string?> StateOfAsync(Guid saga) => await host.Database.ScalarAsync<string>("select current_state from place_order_sagas where correlation_id = $1", saga);

    async Task<long> StepsAsync(Guid saga) => await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1", saga);

    async Task<string?> RowsAsync(Guid saga) => await host.Database.ScalarAsync<string>(
        """
        select concat_ws(' ',
          (select count(*) from saga_timeline where correlation_id = $1), (select version from place_order_sagas where correlation_id = $1),
          (select version from streams where stream = 'order-' || $1), (select count(*) from inbox), (select count(*) from dead_letters where status <> 'Open'))
        """,
        saga);

    sealed record Letter(Guid Id, Guid MessageId, string Type);

    sealed record Unreadable(Guid SagaId);

    /// <summary>Nothing happens by itself: a saga moves when a letter moves it. An undo is given up at its first fault.</summary>
    public sealed class HostWithoutDeadlines : OrderSagaHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["PlaceOrder:ReserveStock:Deadline"] = "00:10:00",
            ["PlaceOrder:CapturePayment:Deadline"] = "00:10:00",
            ["PlaceOrder:CreateShipment:Deadline"] = "00:10:00",
            ["PlaceOrder:Undo:Deadline"] = "00:10:00",
            ["PlaceOrder:Undo:Attempts"] = "1",
        };
    }
}
