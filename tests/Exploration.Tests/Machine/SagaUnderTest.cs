using System.Reflection;
using MassTransit;
using Microsoft.Extensions.Options;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.Exploration.Tests.Machine;

/// <summary>The real state machine with the real order, driven without a bus and without a database.</summary>
sealed class SagaUnderTest
{
    static readonly Func<object, object> Copy =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    readonly Dictionary<Type, Func<PlaceOrderState, object, Recording, Task>> _raise;

    public SagaUnderTest(PlaceOrderOptions options)
    {
        Machine = new PlaceOrderStateMachine(new PlaceOrderSteps(Options.Create(options), new StoppedClock()));
        _raise = typeof(PlaceOrderStateMachine).GetProperties()
            .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(Event<>))
            .ToDictionary(
                property => property.PropertyType.GenericTypeArguments[0],
                property => Raiser(property.PropertyType.GenericTypeArguments[0], property.GetValue(Machine)!));
        _raise[typeof(StepDeadlinePassed)] = Raiser(typeof(StepDeadlinePassed), Machine.StepDeadline.AnyReceived);
    }

    public PlaceOrderStateMachine Machine { get; }

    public bool Handles(object message) => _raise.ContainsKey(MessageType(message));

    /// <returns>The saga and the order after the delivery, which leaves those that it was given as they are.</returns>
    public (PlaceOrderState Saga, OrderState Order, Recording Recording) Deliver(PlaceOrderState? saga, OrderState order, object message, Guid? timer = null)
    {
        var after = saga is null
            ? new PlaceOrderState { CorrelationId = World.OrderId, CurrentState = Machine.Initial.Name }
            : (PlaceOrderState)Copy(saga);
        var recording = new Recording(new OrderStream(World.OrderId, order), timer);
        _raise[MessageType(message)](after, message, recording).GetAwaiter().GetResult();
        return (after, recording.Order.State, recording);
    }

    static Type MessageType(object message) => message.GetType() is { IsGenericType: true } fault ? typeof(Fault<>).MakeGenericType(fault.GenericTypeArguments) : message.GetType();

    Func<PlaceOrderState, object, Recording, Task> Raiser(Type message, object @event) =>
        typeof(SagaUnderTest).GetMethod(nameof(RaiserOf), BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(message)
            .CreateDelegate<Func<object, Func<PlaceOrderState, object, Recording, Task>>>(this)(@event);

    Func<PlaceOrderState, object, Recording, Task> RaiserOf<T>(object @event)
        where T : class =>
        (saga, message, recording) => ((StateMachine<PlaceOrderState>)Machine)
            .RaiseEvent(RecordingContext.For(Machine, saga, (Event<T>)@event, (T)message, recording));

    sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}
