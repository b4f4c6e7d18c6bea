using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Locks the rows of sagas, so that EF Core then reads what nobody changes any more.</summary>
sealed class SagaLock<TSaga> : IRowLoader<Guid, Guid>
    where TSaga : class, ISaga
{
    readonly string _select;

    public SagaLock(IEntityType entity)
    {
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        var key = SqlName.Of(entity.FindProperty(nameof(ISaga.CorrelationId))!.GetColumnName(table)!);
        // In the order of the keys, so that transactions that lock several sagas can't wait for each other in a circle.
        _select = $"select {key} from {SqlName.Of(table)} where {key} = any($1) order by {key} for update";
    }

    public Rank Rank => Rank.Saga;

    public LoadStatements<Guid, Guid> Load(IReadOnlyList<Guid> keys, bool locking) =>
        new([new NpgsqlBatchCommand(_select).WithColumn(NpgsqlDbType.Uuid, keys)], ReadAsync);

    static async Task<IReadOnlyDictionary<Guid, Guid>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var locked = new Dictionary<Guid, Guid>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            locked.Add(reader.GetGuid(0), reader.GetGuid(0));
        return locked;
    }
}
