using Npgsql;
using NpgsqlTypes;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.StepSagas;
using Sagas.SagaTimeline;

namespace Sagas.OrderSaga.Versions;

/// <summary>Compares the state machines of this release with the sagas that are under way.</summary>
sealed class InFlight(NpgsqlDataSource database, IEnumerable<SagaType> sagas)
{
    // The release that asks may be newer than the schema: a table or a column that is not there yet has nothing in flight.
    const string TableExists = "select to_regclass($1) is not null";

    const string Timers = """
        select split_part(message_type, ';', 1), count(*) from outbox where token is not null and destination = $1 group by 1
        """;

    // Those that the sagas in flight began with, and all since: they have gone on with the releases that came after.
    const string Definitions = """
        select definition::text from saga_definitions
        where saga = $1 and recorded_at >= (select min(recorded_at) from saga_definitions where saga = $1 and hash = any($2))
        """;

    const string Record = "insert into saga_definitions (saga, hash, definition) values ($1, $2, $3) on conflict do nothing";

    /// <returns>What would get stuck, a sentence each, with the saga's name.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        foreach (var saga in sagas)
        {
            if (!await ExistsAsync(saga.Table, cancellationToken))
                continue;
            var instances = await database.CreateCommand(Instances(saga)).ReadAsync(
                row => new InstancesInFlight(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2)), cancellationToken);
            var timers = await database.CreateCommand(Timers).With($"exchange:{saga.Endpoint}").ReadAsync(row => new PendingTimers(row.GetString(0), row.GetInt64(1)), cancellationToken);
            var definitions = await ExistsAsync("saga_definitions", cancellationToken)
                ? await database.CreateCommand(Definitions).With(saga.Name).With(instances.Select(some => some.DefinitionHash).OfType<string>().ToArray())
                    .ReadAsync(row => MachineDefinition.FromJson(row.GetString(0)), cancellationToken)
                : [];
            findings.AddRange(DeploymentReport.Compare(saga.Definition, instances, timers, definitions.ToDictionary(definition => definition.Hash))
                .Select(finding => $"{saga.Name}: {finding}"));
        }

        return findings;
    }

    /// <summary>Keeps what the machines of this release do, for the releases to come.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        foreach (var saga in sagas)
        {
            await using var command = database.CreateCommand(Record);
            command.Parameters.AddWithValue(saga.Name);
            command.Parameters.AddWithValue(saga.Definition.Hash);
            command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, saga.Definition.ToJson());
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    static string Instances(SagaType saga) =>
        $"select current_state, to_jsonb(saga) ->> 'definition_hash', count(*) from {saga.Table} saga where ended_at is null group by 1, 2 order by 1, 2";

    async Task<bool> ExistsAsync(string table, CancellationToken cancellationToken) =>
        (await database.CreateCommand(TableExists).With(table).ReadAsync(row => row.GetBoolean(0), cancellationToken))[0];
}
