using System.Reflection;
using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;
using MassTransit.Serialization;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.PlaceOrder;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.Exploration.Tests.Machine;

/// <summary>What a delivery made the saga do.</summary>
sealed class Recording(OrderStream order, Guid? timer)
{
    public OrderStream Order => order;

    /// <summary>The token of the timer that is being delivered.</summary>
    public Guid? Timer => timer;

    public List<object> Sent { get; } = [];

    /// <summary>The token of the timer that was armed.</summary>
    public Guid? Armed { get; set; }
}

/// <summary>
/// A delivery without a bus: the machine finds in it what its activities ask for, and what they send and schedule is written down. Whatever else an activity asks
/// for is an error that names it.
/// </summary>
public class RecordingContext : DispatchProxy
{
    static readonly ReceiveContext NoReceiveContext = Create<ReceiveContext>((_, _) => null);

    Func<MethodInfo, object?[], object?> _answer = null!;

    internal static BehaviorContext<TSaga, T> For<TSaga, T>(StateMachine<TSaga> machine, TSaga saga, Event<T> @event, T message, Recording recording)
        where TSaga : class, SagaStateMachineInstance
        where T : class =>
        Create<BehaviorContext<TSaga, T>>(Answers(machine, saga, @event, message, recording));

    static Func<MethodInfo, object?[], object?> Answers<TSaga>(StateMachine<TSaga> machine, TSaga saga, Event @event, object? message, Recording recording)
        where TSaga : class, SagaStateMachineInstance =>
        (method, args) => method.Name switch
        {
            "get_Saga" => saga,
            "get_Message" => message,
            "get_Event" => @event,
            "get_StateMachine" => machine,
            "get_CorrelationId" => saga.CorrelationId,
            "get_CancellationToken" => CancellationToken.None,
            "get_Headers" => TimerHeader(recording.Timer),
            "get_ReceiveContext" => NoReceiveContext,
            "get_SerializerContext" => null,
            "GetSendEndpoint" => Task.FromResult(Create<ISendEndpoint>((_, sent) => Keep(recording.Sent, sent[0]!))),
            "Publish" => Task.CompletedTask,
            "CreateProxy" => Raised(machine, saga, args, recording),
            "TryGetPayload" => (args[0] = Payload(method.GetGenericArguments()[0], recording)) is not null,
            _ => throw new NotSupportedException($"The exploration has no {method.Name}. Teach it to {nameof(RecordingContext)}."),
        };

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);

    static T Create<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class
    {
        var proxy = Create<T, RecordingContext>();
        ((RecordingContext)(object)proxy)._answer = answer;
        return proxy;
    }

    static Task Keep(List<object> sent, object message)
    {
        sent.Add(message);
        return Task.CompletedTask;
    }

    /// <summary>Events that the machine raises itself, on timers and on entering and leaving states.</summary>
    static object Raised<TSaga>(StateMachine<TSaga> machine, TSaga saga, object?[] args, Recording recording)
        where TSaga : class, SagaStateMachineInstance => args switch
    {
        [Event<StepDeadlinePassed> timer, StepDeadlinePassed deadline] => For(machine, saga, timer, deadline, recording),
        [Event<State> turn, State state] => For(machine, saga, turn, state, recording),
        [Event turn] => Create<BehaviorContext<TSaga>>(Answers(machine, saga, turn, null, recording)),
        _ => throw new NotSupportedException($"The exploration does not know how to raise {args[0]}. Teach it to {nameof(RecordingContext)}."),
    };

    static DictionarySendHeaders TimerHeader(Guid? token) =>
        new(token is { } timer ? new Dictionary<string, object?> { [MessageHeaders.SchedulingTokenId] = timer } : []);

    static object? Payload(Type type, Recording recording)
    {
        if (type == typeof(OrderStream))
            return recording.Order;
        return type == typeof(MessageSchedulerContext)
            ? Create<MessageSchedulerContext>((method, args) => method.Name == "ScheduleSend" ? Schedule(args, recording) : Task.CompletedTask)
            : null;
    }

    static Task<ScheduledMessage<StepDeadlinePassed>> Schedule(object?[] args, Recording recording)
    {
        recording.Armed = Timers.New;
        var handle = new ScheduledMessageHandle<StepDeadlinePassed>(Timers.New, (DateTime)args[0]!, new Uri("exchange:place-order"), (StepDeadlinePassed)args[1]!);
        return Task.FromResult<ScheduledMessage<StepDeadlinePassed>>(handle);
    }
}

/// <summary>The timers' tokens. Which one it is makes no difference, only whether it is the one that the saga waits for.</summary>
static class Timers
{
    public static readonly Guid Current = new("11111111-0000-7000-8000-000000000000");
    public static readonly Guid New = new("22222222-0000-7000-8000-000000000000");
    public static readonly Guid Stale = new("33333333-0000-7000-8000-000000000000");
}
