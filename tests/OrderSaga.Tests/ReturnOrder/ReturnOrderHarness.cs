using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReturnOrder;

/// <summary>The saga of a return alone, on MassTransit's in-memory harness, about an order that is delivered. The test is the participants.</summary>
sealed class ReturnOrderHarness : IAsyncDisposable
{
    readonly ServiceProvider _provider;
    readonly ITestHarness _harness;
    readonly OrdersInMemory _orders;
    ISagaStateMachineTestHarness<ReturnOrderStateMachine, ReturnOrderState> _sagas = null!;

    ReturnOrderHarness(ReturnOrderOptions options)
    {
        _orders = new OrdersInMemory(_ => OrderId) { [OrderId] = OrderState.Initial.Fold(AReturn.DeliveredOrder) };
        _provider = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Options.Create(options))
            .AddSingleton<ReturnOrderSteps>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddDelayedMessageScheduler();
                bus.AddSagaStateMachine<ReturnOrderStateMachine, ReturnOrderState, ReturnOrderDefinition>().InMemoryRepository();
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

    public static Guid OrderId { get; } = Guid.CreateVersion7();

    public Guid ReturnId { get; } = Guid.CreateVersion7();

    public OrderState Order => _orders[OrderId];

    public OrderReturn Return => Order.ReturnOf(ReturnId)!;

    public ReturnOrderState Saga => _sagas.Sagas.Contains(ReturnId) ?? throw new InvalidOperationException("There is no saga.");

    public static async Task<ReturnOrderHarness> StartAsync(Action<ReturnOrderOptions>? configure = null)
    {
        var options = new ReturnOrderOptions();
        configure?.Invoke(options);
        var harness = new ReturnOrderHarness(options);
        await harness._harness.Start();
        harness._sagas = harness._provider.GetRequiredService<ISagaStateMachineTestHarness<ReturnOrderStateMachine, ReturnOrderState>>();
        return harness;
    }

    public async ValueTask DisposeAsync()
    {
        await _harness.Stop();
        await _provider.DisposeAsync();
        _orders.Dispose();
    }

    /// <summary>Asks for the return and gives the command that the saga starts with.</summary>
    public async Task<ReceiveReturn> BeginAsync()
    {
        await SendAsync(new Contracts.Orders.ReturnOrder
        {
            ReturnId = ReturnId, OrderId = OrderId, CustomerId = "BLAUS", Lines = AnOrder.Lines, Amount = AnOrder.Total,
        });
        return await SentAsync<ReceiveReturn>();
    }

    public async Task<InspectReturn> BeginAndReceiveAsync()
    {
        await SendAsync(Received(await BeginAsync()));
        return await SentAsync<InspectReturn>();
    }

    /// <param name="verdict">What is found of the goods; of three units two are sound when left out.</param>
    public async Task BeginReceiveAndInspectAsync(IReadOnlyList<InspectedLine>? verdict = null) =>
        await SendAsync(Inspected(await BeginAndReceiveAsync(), verdict));

    public async Task SendAsync<T>(T message)
        where T : class =>
        await (await _harness.Bus.GetSendEndpoint(Endpoints.Address(Endpoints.ReturnOrder))).Send(message);

    /// <summary>What a participant's endpoint sends when a command failed in all its attempts there.</summary>
    public async Task FaultAsync<T>(T command)
        where T : class
    {
        var endpoint = await _harness.Bus.GetSendEndpoint(Endpoints.Address(Endpoints.ReturnOrder));
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

        throw new ShouldAssertException($"The saga sent {seen} {typeof(T).Name}; {nth} were expected. It is {_sagas.Sagas.Contains(ReturnId)?.CurrentState ?? "not there"}.");
    }

    public async Task<T> PublishedAsync<T>()
        where T : class
    {
        await foreach (var published in _harness.Published.SelectAsync<T>())
            return published.Context.Message;
        throw new ShouldAssertException($"The saga published no {typeof(T).Name}.");
    }

    public int CountSent<T>()
        where T : class =>
        _harness.Sent.Select<T>(new CancellationToken(canceled: true)).Count();

    public async Task IsInAsync(Func<ReturnOrderStateMachine, State> state)
    {
        if (await _sagas.Exists(ReturnId, state) is null)
            throw new ShouldAssertException($"The saga is {_sagas.Sagas.Contains(ReturnId)?.CurrentState ?? "not there"}; {state(_sagas.StateMachine).Name} was expected.");
        // The saga shows its new state a moment before its delivery is over and the order is kept.
        await Eventually.ShouldAsync(() => Task.FromResult(_orders.IsIdle), "the delivery to be over");
    }

    public RetrySaga Retry(Situation seen) => new() { RequestId = Guid.CreateVersion7(), SagaId = ReturnId, Operator = "dana", Reason = "they are back", Seen = seen };

    public ResolveSaga Resolve(Situation seen) => new()
    {
        RequestId = Guid.CreateVersion7(), SagaId = ReturnId, Operator = "dana", Reason = "paid by hand", Evidence = "transfer 4711", Seen = seen,
    };

    public CompensateSaga Compensate(Situation seen) => new()
    {
        RequestId = Guid.CreateVersion7(), SagaId = ReturnId, Operator = "dana", Reason = "the customer keeps it", Seen = seen,
    };

    public static GoodsReceived Received(ReceiveReturn command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, ReceivedAt = AnOrder.Tuesday,
    };

    public static GoodsInspected Inspected(InspectReturn command, IReadOnlyList<InspectedLine>? verdict = null) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Lines = verdict ?? AReturn.Verdict,
    };

    public static GoodsRestocked Restocked(RestockGoods command, int units = 2) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = units,
    };

    public static GoodsWrittenOff WrittenOff(WriteOffGoods command, int units = 1) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Units = units,
    };

    public static ReturnRefunded Refunded(RefundReturn command) => new()
    {
        SagaId = command.SagaId, OrderId = command.OrderId, EffectKey = command.EffectKey, Amount = command.Amount, GatewayReference = "re_1",
    };
}
