using System.Collections.Concurrent;
using System.Reflection;
using MassTransit;
using MassTransit.Context;
using MassTransit.Scheduling;
using MassTransit.Serialization;

namespace Sagas.SagaReplay;

/// <summary>
/// A delivery without a bus: the machine finds in it what its activities ask for, and what they send and schedule is written down. Whatever else an activity asks
/// for is an error that names it.
/// </summary>
public class RecordingContext : DispatchProxy
{
    static readonly ReceiveContext NoReceiveContext = Create<ReceiveContext>((_, _) => null);

    static readonly ConcurrentDictionary<(Type Saga, Type Message), Raiser> Raisers = new();

    static readonly ConcurrentDictionary<Type, Armer> Armers = new();

    Func<MethodInfo, object?[], object?> _answer = null!;

    /// <summary>Delivers a message to a saga.</summary>
    public static BehaviorContext<TSaga, T> For<TSaga, T>(StateMachine<TSaga> machine, TSaga saga, Event<T> @event, T message, Recording recording)
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
            "GetSendEndpoint" => Task.FromResult(Create<ISendEndpoint>((send, sent) => Keep(recording, send, sent[0]!, (Uri)args[0]!))),
            "Publish" => Keep(recording, method, args[0]!, destination: null),
            "CreateProxy" => Raised(machine, saga, method, args, recording),
            "TryGetPayload" => (args[0] = Payload(method.GetGenericArguments()[0], recording)) is not null,
            _ => throw new NotSupportedException($"Nothing is known here of {method.Name}. Teach it to {nameof(RecordingContext)}."),
        };

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);

    static T Create<T>(Func<MethodInfo, object?[], object?> answer)
        where T : class
    {
        var proxy = Create<T, RecordingContext>();
        ((RecordingContext)(object)proxy)._answer = answer;
        return proxy;
    }

    static Task Keep(Recording recording, MethodInfo method, object message, Uri? destination)
    {
        recording.Letters.Add(new Letter(message, method.IsGenericMethod ? method.GetGenericArguments()[0] : message.GetType(), destination));
        return Task.CompletedTask;
    }

    /// <summary>Events that the machine raises itself, on timers and on entering and leaving states.</summary>
    static object Raised<TSaga>(StateMachine<TSaga> machine, TSaga saga, MethodInfo method, object?[] args, Recording recording)
        where TSaga : class, SagaStateMachineInstance =>
        args is [Event turn]
            ? Create<BehaviorContext<TSaga>>(Answers(machine, saga, turn, null, recording))
            : Raisers.GetOrAdd((typeof(TSaga), method.GetGenericArguments()[0]), static of => Make<Raiser>(typeof(Raiser<,>), of.Saga, of.Message))
                .Raise(machine, saga, args[0]!, args[1]!, recording);

    static DictionarySendHeaders TimerHeader(Guid? token) =>
        new(token is { } timer ? new Dictionary<string, object?> { [MessageHeaders.SchedulingTokenId] = timer } : []);

    static object? Payload(Type type, Recording recording) =>
        recording.Payloads.FirstOrDefault(type.IsInstanceOfType)
        ?? (type == typeof(MessageSchedulerContext) ? Create<MessageSchedulerContext>((method, args) => Schedule(method, args, recording)) : null);

    static object Schedule(MethodInfo method, object?[] args, Recording recording)
    {
        if (method.Name == nameof(MessageSchedulerContext.ScheduleSend))
        {
            var message = args.First(arg => arg is not null and not Uri and not DateTime)!;
            return Armers.GetOrAdd(method.GetGenericArguments()[0], static type => Make<Armer>(typeof(Armer<>), type))
                .Arm(args.OfType<Uri>().FirstOrDefault() ?? new Uri("exchange:here"), args.OfType<DateTime>().Single(), message, recording);
        }

        recording.Cancelled.AddRange(args.OfType<Guid>());
        return Task.CompletedTask;
    }

    static T Make<T>(Type definition, params Type[] arguments) => (T)Activator.CreateInstance(definition.MakeGenericType(arguments))!;

    abstract class Raiser
    {
        public abstract object Raise(object machine, object saga, object @event, object message, Recording recording);
    }

    sealed class Raiser<TSaga, T> : Raiser
        where TSaga : class, SagaStateMachineInstance
        where T : class
    {
        public override object Raise(object machine, object saga, object @event, object message, Recording recording) =>
            For((StateMachine<TSaga>)machine, (TSaga)saga, (Event<T>)@event, (T)message, recording);
    }

    abstract class Armer
    {
        public abstract object Arm(Uri destination, DateTime dueAt, object message, Recording recording);
    }

    sealed class Armer<T> : Armer
        where T : class
    {
        public override object Arm(Uri destination, DateTime dueAt, object message, Recording recording)
        {
            var timer = new Armed(recording.NextToken(), typeof(T), dueAt);
            recording.Armed.Add(timer);
            return Task.FromResult<ScheduledMessage<T>>(new ScheduledMessageHandle<T>(timer.Token, dueAt, destination, (T)message));
        }
    }
}
