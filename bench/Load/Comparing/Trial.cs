using Sagas.Load.Driving;
using Sagas.Load.Metering;

namespace Sagas.Load.Comparing;

/// <summary>What one system did in one round.</summary>
/// <param name="Cold">Sagas per second after a short warm-up.</param>
/// <param name="SagasPerSecond">When its code had settled.</param>
/// <param name="Cost">What that cost.</param>
/// <param name="CostAtRate">What a saga cost at the set rate.</param>
/// <param name="Messages">Published per saga.</param>
/// <param name="End">At the set rate, from a request's intended start to the order's end.</param>
/// <param name="Answer">At the set rate, from there to the answer.</param>
/// <param name="PeakMemory">Of all its processes together, in megabytes; files that several of them have mapped count once.</param>
sealed record Trial(double Cold, double SagasPerSecond, Cost Cost, Cost CostAtRate, double Messages, Percentiles End, Percentiles Answer, double PeakMemory);
