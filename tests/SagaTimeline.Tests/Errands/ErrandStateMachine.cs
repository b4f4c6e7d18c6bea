using MassTransit;

namespace Sagas.SagaTimeline.Tests.Errands;

public sealed class ErrandStateMachine : MassTransitStateMachine<Errand>
{
    static readonly Uri Worker = new("exchange:worker");

    public ErrandStateMachine(Trouble trouble)
    {
        InstanceState(errand => errand.CurrentState);
        Event(() => Started, e => e.CorrelateById(context => context.Message.ErrandId));
        Event(() => Fetched, e => e.CorrelateById(context => context.Message.ErrandId));
        Event(() => NotThere, e => e.CorrelateById(context => context.Message.ErrandId));
        Event(() => HandedOver, e => e.CorrelateById(context => context.Message.ErrandId));
        Event(() => CalledOff, e => e.CorrelateById(context => context.Message.ErrandId));
        Event(() => AskedHowFar, e => e.CorrelateById(context => context.Message.ErrandId));
        Event(() => FetchFailed, e => e.CorrelateById(context => context.Message.Message.ErrandId));
        Event(() => Reminded, e => e.CorrelateById(context => context.Message.ErrandId));
        Schedule(() => Patience, errand => errand.PatienceToken, s => s.Received = e => e.CorrelateById(context => context.Message.ErrandId));

        Initially(
            When(Started)
                .Then(context => Begin(context.Saga, context.Message))
                .Schedule(Patience, context => new FetchingTookTooLong(context.Saga.CorrelationId), context => context.Message.Patience)
                .Send(Worker, context => new Fetch(context.Saga.CorrelationId))
                .TransitionTo(Fetching));

        During(Fetching,
            When(Fetched)
                .Then(context => context.Saga.Weight = context.Message.Weight)
                .ThenAsync(context => trouble.MayPauseAsync(context.Saga))
                .Then(context => trouble.MayStrike(context.Saga))
                .Unschedule(Patience)
                .Send(Worker, context => new HandOver(context.Saga.CorrelationId))
                .TransitionTo(HandingOver),
            When(NotThere)
                .Because(context => $"{context.Message.Shop} does not have it")
                .Unschedule(Patience)
                .TransitionTo(CameBack),
            When(Patience.Received)
                .Because(_ => "fetching took too long")
                .TransitionTo(CameBack),
            When(CalledOff)
                .By(context => context.Message.By)
                .Because(context => $"it was called off with the key {context.Saga.Key}")
                .Unschedule(Patience)
                .TransitionTo(CameBack),
            Ignore(Reminded));

        During(HandingOver,
            When(HandedOver).TransitionTo(Done),
            When(Fetched).IgnoreBecause("it has been fetched already"));

        During(CameBack,
            When(Fetched).IgnoreBecause("the errand is over"),
            When(Patience.Received).IgnoreBecause("the errand is over"));

        During(Fetching, HandingOver, CameBack,
            When(AskedHowFar).Then(context => context.Saga.Questions++),
            When(FetchFailed).Then(context => context.Saga.Questions++));
    }

    public State Fetching { get; private set; } = null!;

    public State HandingOver { get; private set; } = null!;

    public State Done { get; private set; } = null!;

    public State CameBack { get; private set; } = null!;

    public Event<StartErrand> Started { get; private set; } = null!;

    public Event<Fetched> Fetched { get; private set; } = null!;

    public Event<NotThere> NotThere { get; private set; } = null!;

    public Event<HandedOver> HandedOver { get; private set; } = null!;

    public Event<CallOff> CalledOff { get; private set; } = null!;

    public Event<AskHowFar> AskedHowFar { get; private set; } = null!;

    public Event<Fault<Fetch>> FetchFailed { get; private set; } = null!;

    public Event<Reminder> Reminded { get; private set; } = null!;

    public Schedule<Errand, FetchingTookTooLong> Patience { get; private set; } = null!;

    static void Begin(Errand errand, StartErrand message)
    {
        errand.Key = message.Key;
        errand.Stops = [.. message.Stops];
        errand.Recipient = message.Recipient;
    }
}
