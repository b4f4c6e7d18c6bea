using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;
using Sagas.AllInOne.Conservation;
using Sagas.SagaTimeline;
using Sagas.TestKit;

namespace Sagas.EndToEnd.Tests;

/// <summary>The system as somebody runs it: five databases of its own, and a process of all four services that is started, killed and started again.</summary>
/// <param name="rabbitMq">Without one, messages stay in memory.</param>
/// <param name="postgres">The test run's, when not given.</param>
public sealed partial class Installation(string? rabbitMq = null, string? postgres = null) : IAsyncDisposable
{
    static readonly string[] Databases = ["order_saga", "inventory", "payment", "payment_gateway", "shipping"];

    readonly NpgsqlConnectionStringBuilder _server = new(postgres ?? PostgresServer.ConnectionString);
    readonly string _prefix = $"e2e_{Guid.CreateVersion7():N}_";

    /// <summary>More settings of the services, or others than those here.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Starts the services and waits until they answer.</summary>
    /// <param name="failPoint">Where the process kills itself, such as <c>after-commit:20</c>.</param>
    public async Task<Shop> StartAsync(string? failPoint = null)
    {
        var process = StartProcess(failPoint);
        try
        {
            return await AnsweringAsync(process);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts services that are to die.</summary>
    /// <returns><c>null</c> when they died before they could answer, of what an earlier process had left to do.</returns>
    public async Task<Shop?> StartDoomedAsync(string failPoint)
    {
        var process = StartProcess(failPoint);
        try
        {
            return await AnsweringAsync(process);
        }
        catch (ShouldAssertException) when (process.HasExited)
        {
            await process.DisposeAsync();
            return null;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts services and kills them a while later, whether or not they answer by then.</summary>
    public async Task KillWhileStartingAsync(TimeSpan after)
    {
        await using var process = StartProcess(failPoint: null);
        await Moment.InAsync(after);
        await process.KillAsync();
    }

    /// <summary>Starts the sample orders; the caller waits for its end, or kills it.</summary>
    public ChildProcess StartDemo() =>
        ChildProcess.StartHostQuickly("AllInOne", ["demo", "--once", "--port", "0", .. rabbitMq is null ? Array.Empty<string>() : ["--rabbitmq"]], Environment(failPoint: null));

    public async Task<T?> ScalarAsync<T>(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database));
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? (T)value : default;
    }

    /// <summary>Holds a table for some seconds, so that the service gets nothing done with it meanwhile.</summary>
    public async Task StallAsync(string database, string table)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database));
        await using var hold = source.CreateCommand($"do $$ begin lock table {table}; perform pg_sleep(4); end $$");
        await hold.ExecuteNonQueryAsync();
    }

    /// <summary>Holds the locks that a statement takes while something else happens.</summary>
    public async Task HoldAsync(string database, string sql, Func<Task> meanwhile)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString(database));
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand(sql, connection, transaction))
            await hold.ExecuteNonQueryAsync();
        await meanwhile();
    }

    /// <summary>Stock and money add up, from the participants' own records; messages that are still under way get the time to arrive.</summary>
    public async Task NothingIsLostAsync()
    {
        var audit = new ConservationAudit(
            ConnectionString("inventory"), ConnectionString("payment"), ConnectionString("payment_gateway"), ConnectionString("shipping"), ConnectionString("order_saga"));
        IReadOnlyList<ConservationLaw> laws = [];
        await Eventually.ShouldAsync(
            async () => (laws = await audit.CheckAsync(CancellationToken.None)).All(law => law.Holds),
            "the sums to hold",
            describe: () => Task.FromResult(string.Join('\n', laws.Where(law => !law.Holds).SelectMany(law => law.Breaches.Prepend(law.Law)).Take(20))));
    }

    /// <summary>Every revision that a saga committed has exactly one step on its timeline, and no message is left unsent.</summary>
    public async Task TheTimelinesAreWholeAsync()
    {
        (await ScalarAsync<long>("order_saga", """
            select count(*)
            from (select correlation_id, version from place_order_sagas union all select correlation_id, version from return_order_sagas) saga
            left join (
              select correlation_id, array_agg(saga_version order by saga_version) as versions from saga_timeline where saga_version is not null group by correlation_id
            ) steps using (correlation_id)
            where steps.versions is distinct from array(select generate_series(1, saga.version))
            """)).ShouldBe(0);
        await Eventually.ShouldAsync(
            async () => await ScalarAsync<long>("order_saga", "select (select count(*) from outbox) + (select count(*) from saga_requests)") == 0,
            "every message to be sent, every timer to be over and every request to be answered");
    }

    /// <summary>Every timeline is numbered without gaps, and its hash chain is whole up to its head.</summary>
    /// <returns>How many timelines there are.</returns>
    public async Task<int> TheTimelinesAreIntactAsync()
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(ConnectionString("order_saga")) { Pooling = true, MaxPoolSize = 8 });
        var heads = new List<(string SagaType, Guid Id)>();
        await using (var command = source.CreateCommand("select saga_type, correlation_id from saga_timeline_heads"))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                heads.Add((reader.GetString(0), reader.GetGuid(1)));
        }

        var verifier = new TimelineVerifier(source);
        var broken = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(heads, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (head, cancellationToken) =>
        {
            if (await verifier.VerifyAsync(head.SagaType, head.Id, cancellationToken) is { } step)
                broken.Add($"{head}: {step}");
        });
        broken.ShouldBeEmpty();
        return heads.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await using var administrator = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = "postgres", Pooling = false });
        foreach (var database in Databases)
        {
            await using var drop = administrator.CreateCommand($"drop database if exists {_prefix}{database} with (force)");
            await drop.ExecuteNonQueryAsync();
        }
    }

    ChildProcess StartProcess(string? failPoint) =>
        ChildProcess.StartHostQuickly("AllInOne", ["serve", "--port", "0", .. rabbitMq is null ? Array.Empty<string>() : ["--rabbitmq"]], Environment(failPoint));

    static async Task<Shop> AnsweringAsync(ChildProcess process)
    {
        await process.WaitForOutputAsync("Now listening on: ", TimeSpan.FromSeconds(120));
        var address = new Uri(Listening().Match(process.Output).Groups[1].Value);
        await process.WaitForHttpAsync(new Uri(address, "/health/live"));
        return new Shop(process, address);
    }

    Dictionary<string, string?> Environment(string? failPoint)
    {
        var environment = Defaults(failPoint);
        foreach (var (name, value) in Settings)
            environment[name] = value;
        return environment;
    }

    Dictionary<string, string?> Defaults(string? failPoint) => new()
    {
        ["SAGAS_DATABASE_PREFIX"] = _prefix,
        // The roles are the server's, and other tests use them at the same time.
        ["SAGAS_OWNER_PASSWORD"] = _server.Password ?? "",
        ["SAGAS_APP_PASSWORD"] = _server.Password ?? "",
        ["SAGAS_POSTGRES"] = _server.ConnectionString,
        ["SAGAS_RABBITMQ"] = rabbitMq,
        ["SAGAS_FAILPOINT"] = failPoint,
        // What a killed process took with it is asked for again soon.
        ["PlaceOrder__ReserveStock__Deadline"] = "00:00:06",
        ["PlaceOrder__CapturePayment__Deadline"] = "00:00:08",
        ["PlaceOrder__CapturePayment__Growth"] = "1",
        ["PlaceOrder__CreateShipment__Deadline"] = "00:00:06",
        ["PlaceOrder__ReserveStock__Attempts"] = "10",
        ["PlaceOrder__CapturePayment__Attempts"] = "10",
        ["PlaceOrder__CreateShipment__Attempts"] = "10",
        ["PlaceOrder__Undo__Deadline"] = "00:00:06",
        ["PlaceOrder__Undo__Growth"] = "1",
        ["Reconciler__Interval"] = "00:00:02",
        ["Reconciler__Patience"] = "00:00:02",
    };

    // What is looked at afterwards may be large, and the machine busy.
    string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = _prefix + database, Pooling = false, CommandTimeout = 600 }.ConnectionString;

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
