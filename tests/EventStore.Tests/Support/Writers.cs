using System.Collections.Concurrent;
using Npgsql;

namespace Sagas.EventStore.Tests;

/// <summary>
/// Many connections that append as badly as they can: they get their transaction's id early or late, dawdle before they append and before
/// they commit, share streams, and roll some of it back.
/// </summary>
sealed class Writers(TestDatabase database, int count)
{
    const int SharedStreams = 8;

    readonly StreamId[] shared = [.. Enumerable.Range(0, SharedStreams).Select(_ => Some.Stream("shared"))];
    readonly ConcurrentDictionary<Guid, byte> committed = [];
    long rolledBack;

    internal ICollection<Guid> Committed => committed.Keys;

    internal long RolledBack => rolledBack;

    internal async Task AppendAsync(int events) => await Task.WhenAll(Enumerable.Range(0, count).Select(seed => WriteAsync(new Random(seed), events)));

    async Task WriteAsync(Random random, int events)
    {
        await using var connection = await database.App.OpenConnectionAsync();
        while (committed.Count < events)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            if (random.Next(2) == 0)
                await ExecuteAsync(connection, "select pg_current_xact_id()");
            await DawdleAsync(connection, random);

            var head = await HeadAsync(connection, random.Next(4) == 0 ? shared[random.Next(SharedStreams)] : Some.Stream());
            var appended = Some.Events(random.Next(1, 6));
            var statements = new StreamAppendStatements([new PreparedAppend(head, appended, StandingClock.Noon)]);
            await connection.ExecuteAsync(statements.Commands);
            await DawdleAsync(connection, random);
            if (random.Next(8) == 0 || !Wrote(statements))
            {
                await transaction.RollbackAsync();
                Interlocked.Add(ref rolledBack, appended.Length);
                continue;
            }

            await transaction.CommitAsync();
            foreach (var each in appended)
                committed.TryAdd(each.EventId, 0).ShouldBeTrue();
        }
    }

    // The shared streams are locked, as a hop locks its own. Their events are not loaded: there are too many of them.
    static async Task<StreamHead> HeadAsync(NpgsqlConnection connection, StreamId stream)
    {
        await using var command = new NpgsqlCommand("select version, last_hash from streams where stream = $1 for update", connection)
        {
            Parameters = { new() { Value = stream.ToString() } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? new StreamHead(stream, reader.GetInt64(0), await reader.GetFieldValueAsync<byte[]>(1), StreamAppend.DefaultTenant) : StreamHead.None(stream);
    }

    // No, when somebody else created the stream first.
    static bool Wrote(StreamAppendStatements statements)
    {
        try
        {
            statements.Verify();
            return true;
        }
        catch (VersionConflictException)
        {
            return false;
        }
    }

    // The server waits, so that the transaction is open meanwhile and no thread of ours is held.
    static Task DawdleAsync(NpgsqlConnection connection, Random random) => random.Next(3) == 0
        ? ExecuteAsync(connection, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"select pg_sleep({random.NextDouble() * 0.02:F4})"))
        : Task.CompletedTask;

    static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
