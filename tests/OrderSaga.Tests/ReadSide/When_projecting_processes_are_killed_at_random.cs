using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.ReadSide;

/// <summary>
/// Two processes project what others append, and are killed at random moments, now the one and now the other, some while they still start. <c>SAGAS_KILLS</c> says how many kills there
/// are instead of two minutes of them, and <c>SAGAS_SEED</c> chooses the moments.
/// </summary>
public sealed class When_projecting_processes_are_killed_at_random : IAsyncLifetime
{
    const int Appenders = 4;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    static readonly TimeSpan Running = TimeSpan.FromSeconds(1.5);

    static readonly OrderEvent[][] Stories =
    [
        [.. AnOrder.ConfirmedOrder, new OrderEvent.ShipmentDispatched(AnOrder.ShipmentId, AnOrder.Monday), new OrderEvent.ShipmentDelivered(AnOrder.ShipmentId, AnOrder.Tuesday)],
        AnOrder.CancelledOrder,
        [.. AnOrder.OnItsWayToConfirmation, AnOrder.CancellationRequested, new OrderEvent.Parked("no answer", [OrderStep.CapturePayment])],
    ];

    readonly TestDatabase _database = new();
    readonly OrderStreams _streams = new(TimeProvider.System);
    DateTime _lastKill;

    static int? Kills => Number("SAGAS_KILLS") ?? (Environment.GetEnvironmentVariable("SAGAS_LONG") == "1" ? null : 4);

    static int Seed => Number("SAGAS_SEED") ?? 20261128;

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task every_read_model_equals_a_fold_of_the_streams_row_by_row()
    {
        Tell($"SAGAS_KILLS={(Kills is { } number ? $"{number}" : "two minutes of them")} SAGAS_SEED={Seed}");
        _lastKill = await NowAsync();
        ChildProcess[] processes = [Start(), Start()];
        await ProjectingAsync(processes);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var appending = Task.WhenAll(Enumerable.Range(0, Appenders).Select(appender => AppendUntilAsync(appender, enough.Token)));

        var random = new Random(Seed);
        var elapsed = Stopwatch.StartNew();
        var kills = 0;
        while (Kills is { } most ? kills < most : elapsed.Elapsed < Long)
        {
            var doomed = random.Next(2);
            // Every fourth dies while it starts, or has not taken its share yet.
            if (kills % 4 != 3)
                await ProjectingAsync(processes);
            using (var moment = new PeriodicTimer((Running * random.NextDouble()) + TimeSpan.FromMilliseconds(1)))
                await moment.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            await processes[doomed].KillAsync();
            await processes[doomed].DisposeAsync();
            _lastKill = await NowAsync();
            kills++;
            processes[doomed] = Start();
        }

        await enough.CancelAsync();
        var orders = (await appending).Sum();
        Tell($"{kills} kills in {elapsed.Elapsed.TotalSeconds:0} s, while {orders} orders were appended");
        await CaughtUpAsync(processes);

        (await _database.ScalarAsync<long>("select count(*) from projection_set_aside")).ShouldBe(0);
        var streams = await ReadAsync();
        streams.Count.ShouldBeGreaterThanOrEqualTo(orders);
        (await new FoldedOrders(_streams.Serializer, streams).DifferencesAsync(_database)).ShouldBeEmpty();
        Tell($"{streams.Sum(stream => stream.Events.Count)} events of {streams.Count} orders: each table is what the streams say");
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    ChildProcess Start() => ChildProcess.StartHostQuickly("OrderSaga", ["--urls", "http://127.0.0.1:0"], new Dictionary<string, string?>
    {
        ["ConnectionStrings__OrderSaga"] = _database.AppConnectionString,
        ["ConnectionStrings__OrderSagaOwner"] = _database.OwnerConnectionString,
        ["Projections__Lease"] = Lease.ToString("c", CultureInfo.InvariantCulture),
        ["Projections__Poll"] = "00:00:00.050",
        // These orders have no sagas, and need none.
        ["Reconciler__Patience"] = "1.00:00:00",
    });

    Task<DateTime> NowAsync() => _database.ScalarAsync<DateTime>("select clock_timestamp()");

    /// <summary>Until all take part: whoever is dead has renewed nothing since the last kill.</summary>
    Task ProjectingAsync(ChildProcess[] processes) => Eventually.ShouldAsync(
        async () => await _database.ScalarAsync<bool>("select to_regclass('projection_members') is not null")
            && await _database.ScalarAsync<long>("select count(*) from projection_members where alive_until > $1", _lastKill + Lease) >= processes.Length,
        "all processes to project",
        TimeSpan.FromMinutes(3),
        () => OutputAsync(processes));

    async Task<int> AppendUntilAsync(int appender, CancellationToken enough)
    {
        var store = new PostgresEventStore(_database.DataSource, TimeProvider.System);
        var orders = 0;
        for (; !enough.IsCancellationRequested; orders++)
        {
            var stream = OrderStreams.StreamOf(Guid.CreateVersion7());
            foreach (var happened in Stories[orders % Stories.Length])
            {
                var ofCustomer = happened is OrderEvent.Placed placed ? placed with { CustomerId = $"customer-{(orders + appender) % 7}" } : happened;
                var data = _streams.Serializer.Serialize(ofCustomer, Guid.CreateVersion7(), new EventMetadata { Actor = "test" });
                await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [data]), CancellationToken.None);
            }
        }

        return orders;
    }

    Task CaughtUpAsync(ChildProcess[] processes) => Eventually.ShouldAsync(
        async () => await _database.ScalarAsync<long>("select count(*) from recorded_events") == await _database.ScalarAsync<long>(
            "select coalesce(sum(version), 0)::bigint from order_summaries where slot = (select live_slot from projections where projection = 'orders')"),
        "the read model to catch up",
        TimeSpan.FromSeconds(120),
        () => OutputAsync(processes));

    static Task<string> OutputAsync(ChildProcess[] processes) => Task.FromResult(string.Join('\n', processes.Select(process => process.Output)));

    async Task<IReadOnlyList<(Guid OrderId, IReadOnlyList<RecordedEvent> Events)>> ReadAsync()
    {
        var streams = new Dictionary<Guid, List<RecordedEvent>>();
        await foreach (var recorded in new PostgresEventStore(_database.DataSource, TimeProvider.System).ReadAllAsync(GlobalCheckpoint.Start, TestContext.Current.CancellationToken))
        {
            var id = Guid.Parse(recorded.Stream.Id);
            if (!streams.TryGetValue(id, out var events))
                streams[id] = events = [];
            events.Add(recorded);
        }

        return [.. streams.Select(stream => (stream.Key, (IReadOnlyList<RecordedEvent>)stream.Value))];
    }

    static void Tell(FormattableString what)
    {
        var text = FormattableString.Invariant(what);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage(text);
    }

    static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
