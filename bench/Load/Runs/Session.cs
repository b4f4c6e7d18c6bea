using Sagas.BenchKit;
using Sagas.Load.Driving;
using Sagas.Load.Metering;
using Sagas.Load.Orders;
using Sagas.Load.Systems;

namespace Sagas.Load.Runs;

/// <summary>One system from its start to its end, with a generator and meters attached to it.</summary>
sealed class Session : IAsyncDisposable
{
    readonly RunningSystem _system;
    readonly Meters _meters;
    readonly OrdersApi _api;
    readonly Endings? _endings;
    readonly Traffic _traffic;
    int _sagas;

    Session(RunningSystem system, Meters meters, Endings? endings, SampleOrders orders)
    {
        (_system, _meters, _endings) = (system, meters, endings);
        _api = new OrdersApi(system.Orders);
        _traffic = new Traffic(_api, endings, orders);
    }

    public RunningSystem System => _system;

    public static async Task<Session> StartAsync(ISystem system, Ground ground, bool settled, Mix mix)
    {
        Bench.Progress($"starting {system.Name}");
        var running = await system.StartAsync(ground, settled);
        try
        {
            return new Session(running, await Meters.OfAsync(running), system.HasSagas ? await Endings.ListenAsync(new Uri(ground.RabbitMq)) : null, SampleOrders.Of(mix));
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>As much as the system can do with so many orders in flight.</summary>
    public Task<Run> ClosedAsync(string what, int inFlight, int sagas) => RunAsync(what, new ClosedLoop(inFlight, sagas).RunAsync);

    /// <summary>Orders at a set rate.</summary>
    public Task<Run> OpenAsync(string what, double perSecond, int sagas, Action<Journeys>? watch = null) =>
        RunAsync(what, new OpenLoop(perSecond, sagas).RunAsync, watch);

    /// <summary>Messages published per saga since the start.</summary>
    public async Task<double> MessagesPerSagaAsync() => (double)await _meters.PublishedAsync() / _sagas;

    /// <summary>Memory of each of its processes now, in bytes.</summary>
    public IReadOnlyDictionary<string, long> Memory() => _meters.Memory();

    /// <summary>Peak memory of each of its processes so far, in bytes.</summary>
    public IReadOnlyDictionary<string, long> PeakMemory() => _meters.PeakMemory();

    /// <summary>Peak memory of the system's own processes together, in bytes.</summary>
    public long PeakMemoryTogether() => _meters.PeakMemoryTogether();

    public async ValueTask DisposeAsync()
    {
        if (_endings is not null)
            await _endings.DisposeAsync();
        _api.Dispose();
        await _meters.DisposeAsync();
        await _system.DisposeAsync();
    }

    async Task<Run> RunAsync(string what, Func<Traffic, Action<Journeys>, Task<Journeys>> run, Action<Journeys>? watch = null)
    {
        var before = await _meters.ReadAsync();
        using var progress = new ProgressLine($"{_system.Name}, {what}");
        try
        {
            var journeys = await run(_traffic, progress.Watch + watch);
            _sagas += journeys.Count;
            return new Run(journeys, Cost.Between(before, await _meters.ReadAsync(), journeys.Count));
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or HttpRequestException or OperationCanceledException)
        {
            throw new InvalidOperationException($"{_system.Name} failed during {what}: {exception.Message}\n{_system.LastWords}", exception);
        }
    }
}
