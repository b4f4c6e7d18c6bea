using Npgsql;

namespace Sagas.Projections;

/// <summary>The stored side of a projection: its slots, and its partitions.</summary>
static class ProjectionCatalogue
{
    // Another process may do the same at the same time.
    const string Register = "insert into projections (projection) values ($1) on conflict do nothing";

    const string Divide =
        """
        insert into projection_partitions (projection, slot, partition)
        select $1, slot, n from unnest(array['a', 'b']) slot, generate_series(0, $2 - 1) n
        on conflict do nothing
        """;

    const string Live = "select live_slot from projections where projection = $1";

    internal static async Task RegisterAsync(NpgsqlDataSource dataSource, string projection, CancellationToken cancellationToken)
    {
        await dataSource.CreateCommand(Register).With(projection).RunAsync(cancellationToken).ConfigureAwait(false);
        await dataSource.CreateCommand(Divide).With(projection).With(Partition.All).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static async Task<string> LiveSlotAsync(NpgsqlDataSource dataSource, string projection, CancellationToken cancellationToken) =>
        (await dataSource.CreateCommand(Live).With(projection).ReadAsync(row => row.GetString(0), cancellationToken).ConfigureAwait(false)).Single();
}
