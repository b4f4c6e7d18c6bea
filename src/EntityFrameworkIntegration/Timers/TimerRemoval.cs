using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Deletes timers: those that are cancelled, and the one whose message is being handled. One that is gone already is no conflict.</summary>
sealed class TimerRemoval : IRowWriter<Guid>
{
    public static readonly TimerRemoval Instance = new();

    public Rank Rank => Rank.TimerRemoval;

    public WriteStatements Write(IReadOnlyList<Guid> rows) => new([
        new NpgsqlBatchCommand("delete from outbox where token is not null and token = any($1)").WithColumn(NpgsqlDbType.Uuid, rows),
    ]);
}
