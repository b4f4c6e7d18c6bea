using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>One message at one consumer.</summary>
readonly record struct InboxKey(Guid MessageId, Guid ConsumerId);

/// <summary>What the inbox says of a message.</summary>
enum InboxAnswer
{
    /// <summary>It was handled before.</summary>
    Handled,

    /// <summary>It was not, and this transaction has just recorded that it is now.</summary>
    Claimed,
}

/// <summary>
/// Asks whether a message was handled. A locking read claims it at once: the insert waits for a concurrent delivery of the same message to commit or to
/// roll back. A read without lock only looks; the row is then inserted with the unit's other rows.
/// </summary>
sealed class InboxLoader : IRowLoader<InboxKey, InboxAnswer?>
{
    const string Claim = """
        with claimed as (
          insert into inbox (message_id, consumer_id) select * from unnest($1, $2) order by 1, 2
          on conflict do nothing
          returning message_id, consumer_id)
        select message_id, consumer_id, claimed is not null
        from unnest($1, $2) as asked (message_id, consumer_id) left join claimed using (message_id, consumer_id)
        """;

    const string Look = """
        select message_id, consumer_id, false from inbox
        where (message_id, consumer_id) in (select * from unnest($1, $2))
        """;

    public static readonly InboxLoader Instance = new();

    public Rank Rank => Rank.Inbox;

    public LoadStatements<InboxKey, InboxAnswer?> Load(IReadOnlyList<InboxKey> keys, bool locking) =>
        new([InboxStatement.For(locking ? Claim : Look, keys)], ReadAsync);

    static async Task<IReadOnlyDictionary<InboxKey, InboxAnswer?>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<InboxKey, InboxAnswer?>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var key = new InboxKey(reader.GetGuid(0), reader.GetGuid(1));
            answers[key] = reader.GetBoolean(2) ? InboxAnswer.Claimed : InboxAnswer.Handled;
        }

        return answers;
    }
}

/// <summary>
/// Records that messages were handled, for units that did not claim them when they began. It comes first, and without a conflict clause, so that a repeat
/// fails here and not at a row of the business that exists already.
/// </summary>
sealed class InboxWriter : IRowWriter<InboxKey>
{
    /// <summary>The constraint that a repeat violates.</summary>
    public const string Key = "inbox_pkey";

    const string Insert = "insert into inbox (message_id, consumer_id) select * from unnest($1, $2) order by 1, 2";

    public static readonly InboxWriter Instance = new();

    public Rank Rank => Rank.Inbox;

    public WriteStatements Write(IReadOnlyList<InboxKey> rows) => new([InboxStatement.For(Insert, rows)]);
}

static class InboxStatement
{
    public static NpgsqlBatchCommand For(string sql, IReadOnlyList<InboxKey> keys) =>
        new NpgsqlBatchCommand(sql).WithColumn(NpgsqlDbType.Uuid, keys, key => key.MessageId).WithColumn(NpgsqlDbType.Uuid, keys, key => key.ConsumerId);
}
