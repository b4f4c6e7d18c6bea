using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>How a saga's repository is configured.</summary>
sealed record SagaSettings<TSaga>(ConcurrencyMode ConcurrencyMode, Func<IQueryable<TSaga>, IQueryable<TSaga>>? Customize);

/// <summary>
/// Decides how a saga's instances are kept: by statements made from its mapping, or, where these can't keep all of it, by EF Core's change tracker. That one
/// costs more, and always locks the saga's row.
/// </summary>
sealed class SagaMapping<TSaga>
    where TSaga : class, ISaga
{
    readonly SagaTable<TSaga>? _table;
    readonly SagaLock<TSaga> _lock;

    public SagaMapping(IModel model, SagaSettings<TSaga> settings, ILogger logger)
    {
        Settings = settings;
        var entity = model.SagaEntity<TSaga>();
        var obstacle = settings.Customize is null ? SagaTable<TSaga>.Obstacle(entity) : "has a customized query";
        _lock = new SagaLock<TSaga>(entity);
        if (obstacle is null)
            _table = new SagaTable<TSaga>(model);
        else
            logger.SagaIsTracked(typeof(TSaga).Name, obstacle);
    }

    public SagaSettings<TSaga> Settings { get; }

    public bool IsTracked => _table is null;

    public ISagaStore<TSaga> Open(IUnitOfWork unit, Func<DbContext> context) => _table is null
        ? new TrackedSagaStore<TSaga>(unit, _lock, context, Settings.Customize)
        : new TableSagaStore<TSaga>(unit, _table);
}

static class SagaModel
{
    public static IEntityType SagaEntity<TSaga>(this IModel model)
        where TSaga : class, ISaga
    {
        var entity = model.FindEntityType(typeof(TSaga))
            ?? throw new ConfigurationException($"{typeof(TSaga).Name} is not mapped. Add a SagaClassMap for it to the DbContext.");
        return StoreObjectIdentifier.Create(entity, StoreObjectType.Table) is null
            ? throw new ConfigurationException($"{typeof(TSaga).Name} is not mapped to a table.")
            : entity;
    }
}
