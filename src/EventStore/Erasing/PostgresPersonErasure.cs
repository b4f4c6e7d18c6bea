using Npgsql;

namespace Sagas.EventStore;

/// <summary>Erasure on PostgreSQL.</summary>
/// <param name="owner">As role <c>sagas_owner</c>, or another that was granted <c>erase_personal_data</c>, and needs nothing else.</param>
public sealed class PostgresPersonErasure(NpgsqlDataSource owner) : IPersonErasure
{
    static readonly string Erase = $"select erase_personal_data({Statement.Arrays(1, 1)})";

    /// <inheritdoc />
    public async Task<long> EraseAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancellationToken = default) =>
        (await owner.ReadAsync(
            Statement.Of(Erase).With(streams.Select(stream => stream.ToString()).ToArray()),
            row => row.GetInt64(0),
            cancellationToken).ConfigureAwait(false)).Single();
}
