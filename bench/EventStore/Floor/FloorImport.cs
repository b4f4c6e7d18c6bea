using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Sagas.EventStore.Benchmark.Floor;

/// <summary>COPY by hand: the same rows, streams one after another, events and heads in one transaction.</summary>
static class FloorImport
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static async Task RunAsync(NpgsqlDataSource database, int streams, int eventsEach)
    {
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var id = new NpgsqlCommand("select pg_current_xact_id()", connection);
        var xid = (ulong)(await id.ExecuteScalarAsync())!;
        var heads = new List<(string Stream, byte[] Hash)>(streams);

        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy events (xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant, recorded_at, hash) from stdin (format binary)"))
        {
            for (var i = 0; i < streams; i++)
                heads.Add(await CopyAsync(copy, xid, eventsEach));
            await copy.CompleteAsync();
        }

        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy streams (stream, version, last_hash, last_xid, tenant, created_at, updated_at) from stdin (format binary)"))
        {
            var now = TimeProvider.System.GetUtcNow();
            foreach (var (stream, hash) in heads)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(stream, NpgsqlDbType.Text);
                await copy.WriteAsync((long)eventsEach, NpgsqlDbType.Bigint);
                await copy.WriteAsync(hash, NpgsqlDbType.Bytea);
                await copy.WriteAsync(xid, NpgsqlDbType.Xid8);
                await copy.WriteAsync("default", NpgsqlDbType.Text);
                await copy.WriteAsync(now, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(now, NpgsqlDbType.TimestampTz);
            }

            await copy.CompleteAsync();
        }

        await transaction.CommitAsync();
    }

    static async Task<(string Stream, byte[] Hash)> CopyAsync(NpgsqlBinaryImporter copy, ulong xid, int events)
    {
        var id = Guid.CreateVersion7();
        var stream = $"parcel-{id}";
        var metadata = Encoding.UTF8.GetBytes($$"""{"actor":"carrier","correlationId":"{{id}}"}""");
        var now = TimeProvider.System.GetUtcNow();
        var hash = new byte[32];
        for (var version = 1L; version <= events; version++)
        {
            var eventId = Guid.CreateVersion7();
            var data = JsonSerializer.SerializeToUtf8Bytes(ParcelMoved.Any, Json);
            hash = HandWrittenChain.Link(hash, stream, version, eventId, data);
            await copy.StartRowAsync();
            await copy.WriteAsync(xid, NpgsqlDbType.Xid8);
            await copy.WriteAsync(stream, NpgsqlDbType.Text);
            await copy.WriteAsync(version, NpgsqlDbType.Bigint);
            await copy.WriteAsync(eventId, NpgsqlDbType.Uuid);
            await copy.WriteAsync(ParcelMoved.StoredName, NpgsqlDbType.Text);
            await copy.WriteAsync(1, NpgsqlDbType.Integer);
            await copy.WriteAsync(data, NpgsqlDbType.Jsonb);
            await copy.WriteNullAsync();
            await copy.WriteNullAsync();
            await copy.WriteNullAsync();
            await copy.WriteAsync(metadata, NpgsqlDbType.Jsonb);
            await copy.WriteAsync("default", NpgsqlDbType.Text);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz);
            await copy.WriteAsync(hash, NpgsqlDbType.Bytea);
        }

        return (stream, hash);
    }
}
