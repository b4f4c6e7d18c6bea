using Npgsql;
using Sagas.EventStore;
using Sagas.OrderSaga.Data;

namespace Sagas.OrderSaga.Maintenance;

/// <summary>The command <c>restore-events</c>: puts the order of all events right in a database that was restored from a dump, as its owner and before anything starts.</summary>
static class RestoreEvents
{
    static readonly string[] TablesWithCheckpoints = ["projection_partitions", "projection_replays"];

    // A dump of an older release has not all of them.
    const string TablesThatThereAre = "select name from unnest($1) name where to_regclass(name) is not null";

    /// <returns>The exit code: 0 when it is done, 2 when it could not be.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, TextWriter output, CancellationToken cancellationToken = default)
    {
        if (services.GetRequiredService<IConfiguration>().GetConnectionString("OrderSagaOwner") is not { } owner)
        {
            await output.WriteLineAsync("ConnectionStrings:OrderSagaOwner is missing. Only the owner of the database can restore the order of its events.");
            return 2;
        }

        try
        {
            await using var database = NpgsqlDataSource.Create(owner);
            var checkpoints = await database.CreateCommand(TablesThatThereAre).With(TablesWithCheckpoints).ReadAsync(row => new CheckpointTable(row.GetString(0)), cancellationToken);
            var report = await new LogicalRestore(database, checkpoints).RunAsync(cancellationToken);
            await output.WriteLineAsync(FormattableString.Invariant($"{report.Events} events are in the order that they had, before all that are to come."));
            return 0;
        }
        catch (NpgsqlException exception)
        {
            await output.WriteLineAsync($"The order of the events could not be restored, and nothing was changed: {exception.Message}");
            return 2;
        }
    }
}
