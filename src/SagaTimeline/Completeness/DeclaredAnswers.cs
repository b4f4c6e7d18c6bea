using MassTransit;
using MassTransit.SagaStateMachine;
using Sagas.SagaTimeline.Annotations;

namespace Sagas.SagaTimeline.Completeness;

/// <summary>Collects what each state of a machine does with each event.</summary>
sealed class DeclaredAnswers<TSaga> : StateMachineVisitor
    where TSaga : class, SagaStateMachineInstance
{
    readonly Dictionary<(string State, string Event), Behavior> _behaviors = [];
    readonly List<Transition> _transitions = [];
    string _state = "";
    string _event = "";
    Behavior _current = new();

    public static DeclaredAnswers<TSaga> Of(StateMachine<TSaga> machine)
    {
        var answers = new DeclaredAnswers<TSaga>();
        machine.Accept(answers);
        return answers;
    }

    /// <summary>Every change of state that an event can lead to, conditions aside, in the order of the declaration.</summary>
    public IReadOnlyList<Transition> Transitions => _transitions;

    public bool Reaches(State state) => _transitions.Any(transition => transition.To == state.Name);

    public EventAnswer For(State<TSaga> state, Event asked)
    {
        // A state answers with its own behavior, else by ignoring the event, else as the state that it is a part of.
        for (State<TSaga>? answering = state; answering is not null; answering = answering.SuperState)
        {
            if (_behaviors.TryGetValue((answering.Name, asked.Name), out var behavior))
            {
                return behavior is { Reason: { } reason, Acts: false }
                    ? new EventAnswer(state.Name, asked.Name, AnswerKind.IgnoredBecause, reason)
                    : new EventAnswer(state.Name, asked.Name, AnswerKind.ActsOn);
            }
        }

        return new EventAnswer(state.Name, asked.Name, state.Events.Contains(asked) ? AnswerKind.IgnoredPlainly : AnswerKind.None);
    }

    public void Visit(State state, Action<State> next)
    {
        _state = state.Name;
        next(state);
    }

    public void Visit(Event @event, Action<Event> next)
    {
        Begin(@event);
        next(@event);
    }

    public void Visit<TMessage>(Event<TMessage> @event, Action<Event<TMessage>> next)
        where TMessage : class
    {
        Begin(@event);
        next(@event);
    }

    public void Visit(IStateMachineActivity activity) => Note(activity);

    /// <summary>An activity that holds others, as a condition does, does what they do.</summary>
    public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
    {
        var noted = _current.Activities;
        next(activity);
        if (_current.Activities == noted)
            Note(activity);
    }

    public void Visit<T>(IBehavior<T> behavior)
        where T : class, SagaStateMachineInstance
    {
    }

    public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next)
        where T : class, SagaStateMachineInstance =>
        next(behavior);

    public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior)
        where T : class, SagaStateMachineInstance
        where TMessage : class
    {
    }

    public void Visit<T, TMessage>(IBehavior<T, TMessage> behavior, Action<IBehavior<T, TMessage>> next)
        where T : class, SagaStateMachineInstance
        where TMessage : class =>
        next(behavior);

    void Begin(Event @event)
    {
        _event = @event.Name;
        _behaviors[(_state, @event.Name)] = _current = new Behavior();
    }

    void Note(IStateMachineActivity activity)
    {
        _current.Activities++;
        if (activity is TransitionActivity<TSaga> transition)
            _transitions.Add(new Transition(_state, _event, transition.ToState.Name));
        if (activity is IAnnotation annotation)
            _current.Reason ??= annotation.IgnoreReason;
        else
            _current.Acts = true;
    }

    sealed class Behavior
    {
        public string? Reason { get; set; }

        public bool Acts { get; set; }

        public int Activities { get; set; }
    }
}

/// <summary>A change of state that a machine declares.</summary>
sealed record Transition(string From, string Event, string To);
