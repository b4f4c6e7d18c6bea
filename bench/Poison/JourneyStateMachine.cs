using MassTransit;

namespace Sagas.Poison;

/// <summary>Takes each step and sends the next, until the last.</summary>
public sealed class JourneyStateMachine : MassTransitStateMachine<JourneyState>
{
    public const string Endpoint = "journeys";

    static readonly Uri Journeys = new($"exchange:{Endpoint}");

    public JourneyStateMachine(IServiceProvider provider)
    {
        var arrivals = provider.GetRequiredService<Arrivals>();
        InstanceState(journey => journey.CurrentState);
        Event(() => Step, e => e.CorrelateById(context => context.Message.JourneyId));

        Initially(When(Step).Send(Journeys, context => context.Message.Next()).TransitionTo(Travelling));
        During(Travelling,
            When(Step, context => context.Message.Number < Poison.Step.Last).Send(Journeys, context => context.Message.Next()),
            When(Step, context => context.Message.Number == Poison.Step.Last).Then(context => arrivals.Arrived(context.Message.JourneyId)));
    }

    public State Travelling { get; } = null!;

    public Event<Step> Step { get; } = null!;
}
