using Npgsql;
using NpgsqlTypes;
using Sagas.ServiceDefaults;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Api;

/// <summary>What an Idempotency-Key was first used for.</summary>
/// <param name="Tenant">Whose key it is.</param>
/// <param name="Key">The key.</param>
/// <param name="RequestHash">What the request said.</param>
/// <param name="Made">The order, or the return, that the request made. The column is called after the first of them.</param>
sealed record IdempotencyRecord(string Tenant, string Key, byte[] RequestHash, Guid Made);

/// <summary>
/// Reads and writes Idempotency-Keys. A simultaneous request with the same key waits at the insert until the first has committed, then is a conflict; begun again, it
/// finds the first one's record.
/// </summary>
sealed class IdempotencyKeys : IRowLoader<(string Tenant, string Key), IdempotencyRecord>, IRowWriter<IdempotencyRecord>
{
    public static readonly IdempotencyKeys Instance = new();

    /// <summary>A key that comes again after a week is a new request.</summary>
    public static readonly Pruning Pruning = new("idempotency keys", PruningStatement, TimeSpan.FromDays(7));

    const string PruningStatement = """
        delete from idempotency_keys where (tenant, key) in (
          select tenant, key from idempotency_keys where created_at < now() - $1
          order by created_at limit $2 for update skip locked)
        """;

    public Rank Rank => Rank.Inbox;

    public LoadStatements<(string Tenant, string Key), IdempotencyRecord> Load(IReadOnlyList<(string Tenant, string Key)> keys, bool locking) => new(
        [
            new NpgsqlBatchCommand("select tenant, key, request_hash, order_id from idempotency_keys where (tenant, key) in (select * from unnest($1, $2))")
                .WithColumn(NpgsqlDbType.Text, keys, key => key.Tenant)
                .WithColumn(NpgsqlDbType.Text, keys, key => key.Key),
        ],
        ReadAsync);

    public WriteStatements Write(IReadOnlyList<IdempotencyRecord> rows)
    {
        var insert = new NpgsqlBatchCommand(
            "insert into idempotency_keys (tenant, key, request_hash, order_id) select * from unnest($1, $2, $3, $4) on conflict do nothing")
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Tenant)
            .WithColumn(NpgsqlDbType.Text, rows, row => row.Key)
            .WithColumn(NpgsqlDbType.Bytea, rows, row => row.RequestHash)
            .WithColumn(NpgsqlDbType.Uuid, rows, row => row.Made);
        return new WriteStatements([insert], () =>
        {
            if (insert.RecordsAffected != rows.Count)
                throw new TransactionConflictException("An Idempotency-Key was used by a simultaneous request.");
        });
    }

    static async Task<IReadOnlyDictionary<(string Tenant, string Key), IdempotencyRecord>> ReadAsync(
        NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var records = new Dictionary<(string Tenant, string Key), IdempotencyRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var record = RecordOf(reader);
            records[(record.Tenant, record.Key)] = record;
        }

        return records;
    }

    static IdempotencyRecord RecordOf(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetGuid(3));
}
