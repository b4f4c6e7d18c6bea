using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Sagas.BenchKit;
using Sagas.Load.Driving;
using Sagas.Load.Runs;
using Sagas.Load.Systems;

namespace Sagas.Load.Soaking;

/// <summary>Looks at a system under load every ten seconds.</summary>
sealed class Observer : IAsyncDisposable
{
    const int SamplesInAMinute = 6;

    static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    readonly List<Sample> _samples = [];
    readonly Session _session;
    readonly HttpClient _http;
    readonly IReadOnlyList<(NpgsqlDataSource Source, bool HasOutbox)> _databases;
    readonly double _perSecond;
    readonly long _storedBefore;

    Observer(Session session, IReadOnlyList<(NpgsqlDataSource Source, bool HasOutbox)> databases, double perSecond, long storedBefore)
    {
        (_session, _databases, _perSecond, _storedBefore) = (session, databases, perSecond, storedBefore);
        _http = new HttpClient { BaseAddress = session.System.Orders };
    }

    public IReadOnlyList<Sample> Samples => _samples;

    /// <param name="session">With the system.</param>
    /// <param name="perSecond">The rate at which orders are due.</param>
    public static async Task<Observer> OfAsync(Session session, double perSecond)
    {
        List<(NpgsqlDataSource, bool)> databases = [];
        foreach (var name in await session.System.Ground.DatabasesAsync())
        {
            var source = session.System.Ground.Open(name);
            databases.Add((source, await ScalarAsync<bool>(source, "select to_regclass('outbox') is not null")));
        }

        return new Observer(session, databases, perSecond, await SumAsync(databases, "select pg_database_size(current_database())"));
    }

    /// <summary>Looks until it is told to stop.</summary>
    public async Task RunAsync(Journeys journeys, Action<Sample> tell, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                if (await TryLookAsync(journeys, Stopwatch.GetElapsedTime(begun).TotalSeconds) is not { } sample)
                    continue;
                _samples.Add(sample);
                tell(sample);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var (source, _) in _databases)
            await source.DisposeAsync();
    }

    /// <summary>Half an hour is not lost for one look: what failed is missing from the samples.</summary>
    async Task<Sample?> TryLookAsync(Journeys journeys, double seconds)
    {
        try
        {
            return await LookAsync(journeys, seconds);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or NpgsqlException)
        {
            Bench.Progress($"Nothing could be seen: {exception.Message}");
            return null;
        }
    }

    async Task<Sample> LookAsync(Journeys journeys, double seconds)
    {
        const double Mega = 1e6, Kilo = 1e3;
        var sagas = journeys.Count;
        var memory = _session.Memory();
        var outboxes = _databases.Where(database => database.HasOutbox).ToList();
        var stored = (await SumAsync(_databases, "select pg_database_size(current_database())") - _storedBefore) / Mega;
        var (sagasBefore, storedBefore) = _samples.Count >= SamplesInAMinute ? (_samples[^SamplesInAMinute].Sagas, _samples[^SamplesInAMinute].Stored) : (0, 0);
        return new Sample(
            seconds,
            sagas,
            Math.Max(0, (int)(seconds * _perSecond) - sagas),
            _session.System.Processes.Keys.Sum(process => memory[process]) / Mega,
            memory[Metering.Meters.RabbitMq] / Mega,
            await LagAsync(),
            await SumAsync(outboxes, "select count(*) from outbox"),
            await SumAsync(outboxes, "select pg_total_relation_size('outbox')") / Mega,
            stored,
            (stored - storedBefore) * Kilo / Math.Max(1, sagas - sagasBefore));
    }

    async Task<long> LagAsync() => (await _http.GetFromJsonAsync<JsonArray>("/projections"))!.Sum(projection => projection!["lagEvents"]!.GetValue<long>());

    static async Task<long> SumAsync(IEnumerable<(NpgsqlDataSource Source, bool HasOutbox)> databases, string sql)
    {
        var sum = 0L;
        foreach (var (source, _) in databases)
            sum += await ScalarAsync<long>(source, sql);
        return sum;
    }

    static async Task<T> ScalarAsync<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
