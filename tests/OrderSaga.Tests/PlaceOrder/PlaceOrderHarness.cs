using System.Reflection;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.Contracts.Payment;
using Sagas.Contracts.Shipping;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.PlaceOrder;

/// <summary>
/// The saga alone, on MassTransit's in-memory harness. The test is the participants: it sees the commands that the saga sends and answers them, or does not.
/// Orders live in memory; that their streams are written with the saga is tested where PostgreSQL is.
/// </summary>
sealed class PlaceOrderHarness : IAsyncDisposable
{
    readonly ServiceProvider _provider;
    readonly ITestHarness _harness;
    readonly OrdersInMemory _orders;
    ISagaStateMachineTestHarness<PlaceOrderStateMachine, PlaceOrderState> _sagas = null!;

    PlaceOrderHarness(PlaceOrderOptions options)
    {
        _orders = new OrdersInMemory(OrderIdOf);
        _provider = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Options.Create(options))
            .AddSingleton<PlaceOrderSteps>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddDelayedMessageScheduler();
                bus.AddSagaStateMachine<PlaceOrderStateMachine, PlaceOrderState, PlaceOrderDefinition>().InMemoryRepository();
                bus.UsingInMemory((context, transport) =>
                {
                    transport.UseDelayedMessageScheduler();
                    transport.UseFilter(_orders);
                    transport.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider(validateScopes: true);
        _harness = _provider.GetRequiredService<ITestHarness>();
        _harness.TestTimeout = TimeSpan.FromSeconds(20);
        _harness.TestInactivityTimeout = TimeSpan.FromSeconds(10);
    }

    public Guid OrderId { get; } = Guid.CreateVersion7();

    public OrderState Order => _orders[OrderId];

    public static Money Total { get; } = new(168.00m, "USD");

    public PlaceOrderState Saga => _sagas.Sagas.Contains(OrderId) ?? throw new InvalidOperationException("There is no saga.");

    public static async Task<PlaceOrderHarness> StartAsync(Action<PlaceOrderOptions>? configure = null)
    {
        // Long enough that no deadline passes unless the test wants it to.
        var options = new PlaceOrderOptions();
        configure?.Invoke(options);
        var harness = new PlaceOrderHarness(options);
        await harness._harness.Start();
        harness._sagas = harness._provider.GetRequiredService<ISagaStateMachineTestHarness<PlaceOrderStateMachine, PlaceOrderState>>();
        return harness;
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.Stop();
        await _provider.DisposeAsync();
        _orders.Dispose();
    }

    /// <summary>Places the order and returns the command that the saga starts with.</summary>
    public async Task<ReserveStock> PlaceAsync(Money? expectedTotal = null)
    {
        await SendAsync(new Contracts.Orders.PlaceOrder
        {
            OrderId = OrderId,
            CustomerId = "VINET",
            Lines = [new OrderLine { Sku = "NW-011", Quantity = 12 }],
            ShipTo = new PostalAddress { Name = "Vins et alcools Chevalier", Street = "59 rue de l'Abbaye", City = "Reims", Country = "France" },
            PaymentToken = "tok_approved",
            ExpectedTotal = expectedTotal,
        });
        return await SentAsync<ReserveStock>();
    }

    public async Task<CapturePayment> PlaceAndReserveAsync()
    {
        await ReplyAsync(Reserved(await PlaceAsync()));
        return await SentAsync<CapturePayment>();
    }

    public async Task<CreateShipment> PlaceReserveAndCaptureAsync()
    {
        await ReplyAsync(Captured(await PlaceAndReserveAsync()));
        return await SentAsync<CreateShipment>();
    }

    public Task ReplyAsync<T>(T reply)
        where T : class =>
        SendAsync(reply);

    public Task CancelAsync(string reason = "changed my mind") =>
        SendAsync(new CancelOrder { OrderId = OrderId, Reason = reason, RequestedBy = "customer" });

    /// <summary>What a participant's endpoint sends when a command failed in all its attempts there.</summary>
    public async Task FaultAsync<T>(T command)
        where T : class
    {
        var endpoint = await _harness.Bus.GetSendEndpoint(Endpoints.Address(Endpoints.PlaceOrder));
        await endpoint.Send<Fault<T>>(new { FaultId = Guid.CreateVersion7(), FaultedMessageId = Guid.CreateVersion7(), Message = command });
    }

    /// <summary>The n-th command of a type that the saga sent, once it has.</summary>
    public async Task<T> SentAsync<T>(int nth = 1)
        where T : class
    {
        var seen = 0;
        await foreach (var sent in _harness.Sent.SelectAsync<T>())
        {
            if (++seen == nth)
                return sent.Context.Message;
        }

        throw new ShouldAssertException($"The saga sent {seen} {typeof(T).Name}; {nth} were expected. It is {_sagas.Sagas.Contains(OrderId)?.CurrentState ?? "not there"}.");
    }

    public async Task<T> PublishedAsync<T>()
        where T : class
    {
        await foreach (var published in _harness.Published.SelectAsync<T>())
            return published.Context.Message;
        throw new ShouldAssertException($"The saga published no {typeof(T).Name}.");
    }

    public bool HasSent<T>()
        where T : class =>
        CountSent<T>() > 0;

    /// <summary>How many there are now: what has not been sent when the saga has moved on is not waited for.</summary>
    public int CountSent<T>()
        where T : class =>
        _harness.Sent.Select<T>(new CancellationToken(canceled: true)).Count();

    public async Task IsInAsync(Func<PlaceOrderStateMachine, State> state)
    {
        if (await _sagas.Exists(OrderId, state) is null)
            throw new ShouldAssertException($"The saga is {_sagas.Sagas.Contains(OrderId)?.CurrentState ?? "not there"}; {state(_sagas.StateMachine).Name} was expected.");
        // The saga shows its new state a moment before its delivery is over and the order is kept.
        await Eventually.ShouldAsync(() => Task.FromResult(_orders.IsIdle), "the delivery to be over");
    }

    /// <summary>Completes when the saga has handled a message of the type.</summary>
    public async Task HandledAsync<T>()
        where T : class =>
        (await _sagas.Consumed.Any<T>()).ShouldBeTrue($"The saga never handled {typeof(T).Name}.");

    public static StockReserved Reserved(ReserveStock command) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        Lines = [new ReservedLine { Sku = "NW-011", Quantity = 12, UnitPrice = new Money(14m, "USD"), LineTotal = Total }],
        Total = Total,
    };

    public static PaymentCaptured Captured(CapturePayment command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = command.Amount, GatewayReference = "ch_1",
    };

    public static ShipmentCreated Created(CreateShipment command) => new()
    {
        SagaId = command.SagaId,
        OrderId = command.OrderId,
        EffectKey = command.EffectKey,
        ShipmentId = Guid.CreateVersion7(),
        Carrier = "Speedy Express",
        TrackingNumber = "SE-1",
    };

    public static ShipmentCancelled Cancelled(CancelShipment command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Existed = true,
    };

    public static PaymentRefunded Refunded(RefundPayment command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = Total, GatewayReference = "re_1",
    };

    public static StockUnreserved Unreserved(UnreserveStock command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = 12,
    };

    async Task SendAsync<T>(T message)
        where T : class =>
        await (await _harness.Bus.GetSendEndpoint(Endpoints.Address(Endpoints.PlaceOrder))).Send(message);

    /// <summary>One for each event of the machine: replies and facts name the order, timers and faults the saga, which has the order's id.</summary>
    static readonly Func<ConsumeContext, Guid?>[] Readers =
    [
        .. typeof(PlaceOrderStateMachine).GetProperties()
            .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Event<>))
            .Select(property => property.PropertyType.GenericTypeArguments[0])
            .Append(typeof(StepDeadlinePassed))
            .Select(message => typeof(PlaceOrderHarness).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(message).CreateDelegate<Func<ConsumeContext, Guid?>>()),
    ];

    static Guid OrderIdOf(ConsumeContext context) => Readers.Select(read => read(context)).FirstOrDefault(id => id is not null) ?? Guid.Empty;

    static Guid? Read<T>(ConsumeContext context)
        where T : class
    {
        if (!context.TryGetMessage<T>(out var message))
            return null;
        object named = typeof(T).IsGenericType ? typeof(T).GetProperty("Message")!.GetValue(message.Message)! : message.Message;
        return (Guid)(named.GetType().GetProperty("OrderId") ?? named.GetType().GetProperty("SagaId"))!.GetValue(named)!;
    }
}
