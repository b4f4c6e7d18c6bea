using System.Globalization;
using Sagas.BenchKit;
using Sagas.Load.Orders;
using Sagas.Load.Runs;
using Sagas.Load.Systems;

namespace Sagas.Load.Comparing;

/// <summary>Puts systems through the same paces, each as a new process on new databases, so that none profits from what another has left behind.</summary>
/// <param name="sagas">How many orders each measured run has.</param>
/// <param name="inFlight">How many orders are under way at any time, when there is no set rate.</param>
sealed class Trials(int sagas, int inFlight)
{
    /// <summary>A cold start. Its warm-up and its sagas are the first that settle the code.</summary>
    const int ColdWarmUp = 1_500, ColdSagas = 3_000;

    /// <summary>So many sagas settle code.</summary>
    const int Settling = 4_000;

    /// <summary>How much a system can do, to find a rate that it keeps up with.</summary>
    public async Task<double> MaximumAsync(ISystem system)
    {
        await using var session = await Session.StartAsync(system, settled: true, Mix.Confirmed);
        await session.ClosedAsync("settling", inFlight, Settling);
        return (await session.ClosedAsync("how much it can do", inFlight, sagas)).SagasPerSecond;
    }

    public async Task<Trial> RunAsync(ISystem system, double perSecond)
    {
        await using var session = await Session.StartAsync(system, settled: true, Mix.Confirmed);
        await session.ClosedAsync("warming up", inFlight, ColdWarmUp);
        var cold = await session.ClosedAsync("cold", inFlight, ColdSagas);
        var settled = await session.ClosedAsync("settled", inFlight, sagas);
        var messages = await session.MessagesPerSagaAsync();
        var atRate = await session.OpenAsync(string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} a second"), perSecond, sagas);
        Bench.Progress($"{system.Name}: cold {cold.SagasPerSecond:0}, settled {settled.SagasPerSecond:0} sagas/s, {settled.Cost.CpuInAll:0.00} s of CPU per 1,000, {settled.Cost.Commits:0.00} commits per saga");
        return new Trial(
            cold.SagasPerSecond,
            settled.SagasPerSecond,
            settled.Cost,
            messages,
            atRate.Journeys.Ends(),
            atRate.Journeys.Answers(),
            session.System.Processes.Keys.Sum(process => session.PeakMemory()[process]) / 1e6);
    }
}
