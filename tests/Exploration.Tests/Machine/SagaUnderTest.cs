using System.Reflection;
using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.ReturnOrder;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaReplay;

namespace Sagas.Exploration.Tests.Machine;

/// <summary>The sagas, with the clock stopped.</summary>
static class SagasUnderTest
{
    public static SagaUnderTest<PlaceOrderStateMachine, PlaceOrderState, OrderStep> Placing(PlaceOrderOptions options) =>
        new(new PlaceOrderStateMachine(new PlaceOrderSteps(Options.Create(options), new StoppedClock())), World.OrderId, () => new PlaceOrderState());

    public static SagaUnderTest<ReturnOrderStateMachine, ReturnOrderState, ReturnStep> Returning(ReturnOrderOptions options) =>
        new(new ReturnOrderStateMachine(new ReturnOrderSteps(Options.Create(options), new StoppedClock())), ReturnWorld.ReturnId, () => new ReturnOrderState());

    sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}

/// <summary>A real state machine with the real order, driven without a bus and without a database.</summary>
sealed class SagaUnderTest<TMachine, TSaga, TStep>
    where TMachine : StepSagaMachine<TSaga, TStep>
    where TSaga : StepSagaState<TStep>
    where TStep : struct, Enum
{
    static readonly Func<object, object> Copy =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    readonly Dictionary<Type, Func<TSaga, object, Recording, Task>> _raise;
    readonly Guid _sagaId;
    readonly Func<TSaga> _new;

    public SagaUnderTest(TMachine machine, Guid sagaId, Func<TSaga> @new)
    {
        (Machine, _sagaId, _new) = (machine, sagaId, @new);
        _raise = typeof(TMachine).GetProperties()
            .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Event<>))
            .ToDictionary(
                property => property.PropertyType.GenericTypeArguments[0],
                property => Raiser(property.PropertyType.GenericTypeArguments[0], property.GetValue(Machine)!));
        _raise[typeof(StepDeadlinePassed)] = Raiser(typeof(StepDeadlinePassed), Machine.StepDeadline.AnyReceived);
    }

    public TMachine Machine { get; }

    public bool Handles(object message) => _raise.ContainsKey(MessageType(message));

    /// <returns>The saga and the order after the delivery, which leaves those that it was given as they are.</returns>
    public (TSaga Saga, OrderState Order, Recording Recording) Deliver(TSaga? saga, OrderState order, object message, Guid? timer = null)
    {
        var after = saga is null ? _new() : (TSaga)Copy(saga);
        if (saga is null)
            (after.CorrelationId, after.CurrentState) = (_sagaId, Machine.Initial.Name);
        var stream = new OrderStream(World.OrderId, order);
        var recording = new Recording { Timer = timer, Payloads = [stream], NextToken = () => Timers.New };
        _raise[MessageType(message)](after, message, recording).GetAwaiter().GetResult();
        return (after, stream.State, recording);
    }

    static Type MessageType(object message) => message.GetType() is { IsGenericType: true } fault ? typeof(Fault<>).MakeGenericType(fault.GenericTypeArguments) : message.GetType();

    Func<TSaga, object, Recording, Task> Raiser(Type message, object @event) =>
        GetType().GetMethod(nameof(RaiserOf), BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(message)
            .CreateDelegate<Func<object, Func<TSaga, object, Recording, Task>>>(this)(@event);

    Func<TSaga, object, Recording, Task> RaiserOf<T>(object @event)
        where T : class =>
        (saga, message, recording) => ((StateMachine<TSaga>)Machine)
            .RaiseEvent(RecordingContext.For<TSaga, T>(Machine, saga, (Event<T>)@event, (T)message, recording));
}
