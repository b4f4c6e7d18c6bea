using MassTransit;

namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>Somebody is sent to fetch a thing and to hand it over: small, but with a timer, a way back and a secret.</summary>
public sealed class Errand : SagaStateMachineInstance, ISagaVersion
{
    public Guid CorrelationId { get; set; }

    public int Version { get; set; }

    public string CurrentState { get; set; } = null!;

    [Secret]
    public string? Key { get; set; }

    public List<Stop> Stops { get; set; } = [];

    public Recipient? Recipient { get; set; }

    public int Weight { get; set; }

    public int Questions { get; set; }

    public Guid? PatienceToken { get; set; }
}
