using MassTransit;

namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>Errands whose rows are locked while their messages are handled, each in a transaction of its own.</summary>
public sealed class PessimisticErrandHost : ErrandHost
{
    protected override ConcurrencyMode ConcurrencyMode => ConcurrencyMode.Pessimistic;
}
