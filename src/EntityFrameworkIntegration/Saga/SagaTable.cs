using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// The statements for a saga's table, made once from its EF Core mapping. Change tracking and query compilation stay off the path of a message: they cost
/// more than the statements themselves.
/// </summary>
sealed class SagaTable<TSaga> : IRowLoader<Guid, TSaga>, IRowWriter<SagaChange<TSaga>>
    where TSaga : class, ISaga
{
    readonly SagaColumn<TSaga>[] _columns;
    readonly SagaColumn<TSaga> _key;
    readonly SagaColumn<TSaga> _version;
    readonly string _select;
    readonly string _insert;
    readonly string _update;
    readonly string _delete;

    public SagaTable(IModel model)
    {
        var entity = model.SagaEntity<TSaga>();
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        _columns = [.. entity.GetProperties().Select(property => SagaColumn<TSaga>.For(property, table))];
        var keyName = entity.FindProperty(nameof(ISaga.CorrelationId))!.GetColumnName(table);
        _key = _columns.Single(column => column.Name == keyName);
        var versionName = entity.FindProperty(nameof(ISagaVersion.Version))!.GetColumnName(table)!;
        _version = _columns.Single(column => column.Name == versionName);
        var version = SqlName.Of(versionName);

        var name = SqlName.Of(table);
        var key = SqlName.Of(_key.Name);
        var columns = string.Join(", ", _columns.Select(column => SqlName.Of(column.Name)));
        var arrays = string.Join(", ", _columns.Select((column, index) => $"${index + 1}"));
        var assignments = string.Join(", ", _columns.Where(column => column != _key).Select(column => $"{SqlName.Of(column.Name)} = r.{SqlName.Of(column.Name)}"));

        _select = $"select {columns} from {name} where {key} = any($1) order by {key}";
        _insert = $"insert into {name} ({columns}) select * from unnest({arrays}) on conflict do nothing";
        // Each row by its key, one after the other: with a plain join the planner reads a table of some thousand sagas as a whole. A saga that another transaction
        // changes meanwhile is another row version then, and is not found.
        var found = $"cross join lateral (select t.ctid from {name} t where t.{key} = r.{key} and t.{version} = r.{version} - 1 limit 1) t where s.ctid = t.ctid";
        _update = $"update {name} s set {assignments} from unnest({arrays}) as r ({columns}) {found}";
        _delete = $"delete from {name} s using unnest($1, $2) as r ({key}, {version}) {found}";
    }

    public Rank Rank => Rank.Saga;

    /// <summary>Locks in the order of the keys, so that transactions that lock several sagas can't wait for each other in a circle.</summary>
    public LoadStatements<Guid, TSaga> Load(IReadOnlyList<Guid> keys, bool locking) =>
        new([new NpgsqlBatchCommand(locking ? _select + " for update" : _select).WithColumn(NpgsqlDbType.Uuid, keys)], ReadAsync);

    async Task<IReadOnlyDictionary<Guid, TSaga>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var sagas = new Dictionary<Guid, TSaga>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var saga = (TSaga)Activator.CreateInstance(typeof(TSaga), nonPublic: true)!;
            for (var i = 0; i < _columns.Length; i++)
                _columns[i].Read(reader, i, saga);
            sagas[saga.CorrelationId] = saga;
        }

        return sagas;
    }

    public WriteStatements Write(IReadOnlyList<SagaChange<TSaga>> rows)
    {
        // Sorted, so that two groups that change the same sagas lock them in the same order.
        var sorted = rows.OrderBy(change => change.Saga.CorrelationId).ToLookup(change => change.Kind, change => change.Saga);
        var commands = new List<NpgsqlBatchCommand>(3);
        Add(_insert, [.. sorted[SagaChangeKind.Insert]], _columns);
        Add(_update, [.. sorted[SagaChangeKind.Update]], _columns);
        Add(_delete, [.. sorted[SagaChangeKind.Delete]], [_key, _version]);

        return new WriteStatements(commands, () =>
        {
            var written = commands.Sum(command => command.RecordsAffected);
            if (written != rows.Count)
                throw new TransactionConflictException($"{rows.Count - written} of {rows.Count} {typeof(TSaga).Name} rows were changed by another transaction since they were read.");
        });

        void Add(string sql, IReadOnlyList<TSaga> sagas, SagaColumn<TSaga>[] columns)
        {
            if (sagas.Count == 0)
                return;
            var command = new NpgsqlBatchCommand(sql);
            foreach (var column in columns)
                command.Parameters.Add(column.Values(sagas));
            commands.Add(command);
        }
    }

    /// <summary>What of the saga's mapping these statements can't keep; <c>null</c> when they can keep all of it.</summary>
    public static string? Obstacle(IEntityType entity)
    {
        if (!typeof(ISagaVersion).IsAssignableFrom(typeof(TSaga)) || entity.FindProperty(nameof(ISagaVersion.Version)) is null)
            return "has no ISagaVersion.Version, by which a concurrent change would be seen";
        if (entity.BaseType is not null || entity.GetDirectlyDerivedTypes().Any())
            return "shares its table with other types";
        if (entity.GetNavigations().Select(navigation => navigation.Name).Concat(entity.GetComplexProperties().Select(complex => complex.Name)).FirstOrDefault() is { } related)
            return $"has {related}, which is not a column";
        foreach (var property in entity.GetProperties())
        {
            if (property.PropertyInfo is null)
                return $"has {property.Name}, which is not a property of the class";
            // unnest flattens arrays of arrays, and the rows are written as arrays of their columns.
            if (property.IsPrimitiveCollection)
                return $"has {property.Name}, which is an array";
            if (property.ValueGenerated.HasFlag(ValueGenerated.OnUpdate) || (property.IsConcurrencyToken && property.Name != nameof(ISagaVersion.Version)))
                return $"has {property.Name}, by which the database or EF Core sees changes";
        }

        return null;
    }
}

/// <summary>What happened to a saga's row.</summary>
enum SagaChangeKind
{
    Insert,
    Update,
    Delete,
}

/// <summary>A saga's row to write. The version of an updated or deleted saga is already the next one.</summary>
sealed record SagaChange<TSaga>(SagaChangeKind Kind, TSaga Saga)
    where TSaga : class, ISaga;
