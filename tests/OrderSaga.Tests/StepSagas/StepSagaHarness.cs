using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Sagas.Contracts;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.StepSagas;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.StepSagas;

/// <summary>
/// A saga alone, on MassTransit's in-memory harness. The test is the participants: it sees the commands that the saga sends and answers them, or does not.
/// Orders live in memory; that their streams are written with the saga is tested where PostgreSQL is.
/// </summary>
abstract class StepSagaHarness<TMachine, TSaga, TStep, TDefinition, TSteps, TOptions> : IAsyncDisposable
    where TMachine : class, SagaStateMachine<TSaga>
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
    where TDefinition : class, ISagaDefinition<TSaga>
    where TSteps : class
    where TOptions : class
{
    readonly ServiceProvider _provider;
    readonly ITestHarness _harness;
    readonly OrdersInMemory _orders;
    readonly Uri _endpoint;

    protected StepSagaHarness(TOptions options, OrdersInMemory orders, string endpoint)
    {
        _orders = orders;
        _endpoint = Endpoints.Address(endpoint);
        _provider = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Options.Create(options))
            .AddSingleton<TSteps>()
            .AddMassTransitTestHarness(bus =>
            {
                bus.DisableUsageTelemetry();
                bus.AddDelayedMessageScheduler();
                bus.AddSagaStateMachine<TMachine, TSaga, TDefinition>().InMemoryRepository();
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

    public TSaga Saga => Sagas.Sagas.Contains(SagaId) ?? throw new InvalidOperationException("There is no saga.");

    protected Guid SagaId { get; } = Guid.CreateVersion7();

    ISagaStateMachineTestHarness<TMachine, TSaga> Sagas => _provider.GetRequiredService<ISagaStateMachineTestHarness<TMachine, TSaga>>();

    string CurrentState => Sagas.Sagas.Contains(SagaId)?.CurrentState ?? "not there";

    public async ValueTask DisposeAsync()
    {
        await _harness.Stop();
        await _provider.DisposeAsync();
        _orders.Dispose();
    }

    public async Task SendAsync<T>(T message)
        where T : class =>
        await (await _harness.Bus.GetSendEndpoint(_endpoint)).Send(message);

    /// <summary>What a participant's endpoint sends when a command failed in all its attempts there.</summary>
    public async Task FaultAsync<T>(T command)
        where T : class
    {
        var endpoint = await _harness.Bus.GetSendEndpoint(_endpoint);
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

        throw new ShouldAssertException($"The saga sent {seen} {typeof(T).Name}; {nth} were expected. It is {CurrentState}.");
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

    public async Task IsInAsync(Func<TMachine, State> state)
    {
        if (await Sagas.Exists(SagaId, state) is null)
            throw new ShouldAssertException($"The saga is {CurrentState}; {state(Sagas.StateMachine).Name} was expected.");
        // The saga shows its new state a moment before its delivery is over and the order is kept.
        await Eventually.ShouldAsync(() => Task.FromResult(_orders.IsIdle), "the delivery to be over");
    }

    /// <summary>Completes when the saga has handled a message of the type.</summary>
    public async Task HandledAsync<T>()
        where T : class =>
        (await Sagas.Consumed.Any<T>()).ShouldBeTrue($"The saga never handled {typeof(T).Name}.");

    protected OrderState OrderOf(Guid orderId) => _orders[orderId];

    protected Task StartBusAsync() => _harness.Start();
}
