using System.Globalization;
using Sagas.BenchKit;
using Sagas.Load.Orders;
using Sagas.Load.Runs;
using Sagas.Load.Systems;

namespace Sagas.Load.Comparing;

/// <summary>Puts systems through the same paces, each as a new process on new databases, so that none profits from what another has left behind.</summary>
sealed class Trials(Paces paces)
{
    /// <summary>How much a system can do, to find a rate that it keeps up with.</summary>
    public async Task<double> MaximumAsync(ISystem system)
    {
        await using var ground = await Ground.PrepareAsync();
        await using var session = await Session.StartAsync(system, ground, settled: true, Mix.Confirmed);
        await session.ClosedAsync("settling", paces.InFlight, paces.Settling);
        return (await session.ClosedAsync("how much it can do", paces.InFlight, paces.Sagas)).SagasPerSecond;
    }

    public async Task<Trial> RunAsync(ISystem system, double perSecond)
    {
        await using var ground = await Ground.PrepareAsync();
        await using var session = await Session.StartAsync(system, ground, settled: true, Mix.Confirmed);
        await session.ClosedAsync("warming up", paces.InFlight, paces.ColdWarmUp);
        var cold = await session.ClosedAsync("cold", paces.InFlight, paces.ColdSagas);
        var settled = await session.ClosedAsync("settled", paces.InFlight, paces.Sagas);
        var messages = await session.MessagesPerSagaAsync();
        var atRate = await session.OpenAsync(string.Create(CultureInfo.InvariantCulture, $"{perSecond:0} a second"), perSecond, paces.Sagas);
        Bench.Progress(
            $"{system.Name}: cold {cold.SagasPerSecond:0}, settled {settled.SagasPerSecond:0} sagas/s, {settled.Cost.CpuInAll:0.00} s of CPU per 1,000, {settled.Cost.Commits:0.00} commits per saga");
        return new Trial(
            cold.SagasPerSecond,
            settled.SagasPerSecond,
            settled.Cost,
            atRate.Cost,
            messages,
            atRate.Journeys.Ends(),
            atRate.Journeys.Answers(),
            session.PeakMemoryTogether() / 1e6);
    }
}
