using Sagas.Load.Driving;
using Sagas.Load.Metering;

namespace Sagas.Load.Runs;

/// <summary>What came of one run.</summary>
/// <param name="Journeys">Of its orders.</param>
/// <param name="Cost">Of the whole.</param>
sealed record Run(Journeys Journeys, Cost Cost)
{
    public double SagasPerSecond => Journeys.Count / Journeys.Duration.TotalSeconds;
}
