using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The unit of work of the scope that a handler was resolved in, and the scope's DbContext, if there is one.</summary>
sealed class CurrentUnitOfWork<TDbContext>(IServiceProvider provider) : IUnitOfWork<TDbContext>
    where TDbContext : DbContext
{
    UnitOfWork? _unit;
    bool _hasContext;

    /// <summary>The unit that a DbContext of this scope has to work in; <c>null</c> when there is none, or it is over.</summary>
    public UnitOfWork? Open => _unit is { IsOver: false } unit ? unit : null;

    public TransactionMode Mode => Unit.Mode;

    public Subject? Subject => Unit.Subject;

    public bool IsDuplicate => Unit.IsDuplicate;

    public bool IsRehearsal => Unit.IsRehearsal;

    public IReadOnlyList<JournalEntry> Journal => Unit.Journal;

    public IDictionary<Type, object> Items => Unit.Items;

    public UnitClock Clock => Unit.Clock;

    UnitOfWork Unit => _unit ?? throw new InvalidOperationException(
        $"There is no unit of work of {typeof(TDbContext).Name} here. In a consumer, its endpoint needs UseEntityFrameworkOutbox<{typeof(TDbContext).Name}>(context); "
        + $"elsewhere, open a session of IOutboxSessions<{typeof(TDbContext).Name}>.");

    /// <summary>Begins the scope's unit of work, for this message.</summary>
    /// <param name="database">Its database.</param>
    /// <param name="context">The message.</param>
    /// <param name="mayWaitAlone">Whether it may have a transaction of its own from its first read on. What asks somebody outside must not hold one open meanwhile.</param>
    public UnitOfWork Begin<T>(TransactionalDatabase<TDbContext> database, ConsumeContext<T> context, bool mayWaitAlone)
        where T : class
    {
        var unit = database.Begin(TypeCache<T>.ShortName);
        Rehearsal.Of(context.ReceiveContext)?.Begin(unit);
        unit.Items[typeof(ConsumeContext)] = context;
        // Replaced, not added: a retry within the same receive must not see the previous attempt's unit.
        context.AddOrUpdatePayload<IUnitOfWork>(() => unit, _ => unit);
        // A row that somebody else holds keeps a whole group waiting: who met one waits alone from then on.
        if (mayWaitAlone && context.ReceiveContext.TryGetPayload<UnitOfWork>(out var before) && (TransientFailures.IsOfALock(before.Failure) || before is { Mode: TransactionMode.Own, Failure: not null }))
            unit.UseOwnTransaction();
        context.ReceiveContext.AddOrUpdatePayload(() => unit, _ => unit);
        if (_hasContext)
            Move(provider.GetRequiredService<TDbContext>(), unit, again: _unit is not null);
        _unit = unit;
        return unit;
    }

    /// <summary>Has the scope's DbContext, which is being created, work in the scope's units of work.</summary>
    public void Join(DbContextOptionsBuilder options)
    {
        _hasContext = true;
        options.AddInterceptors(new UnitOfWorkInterceptor<TDbContext>(this));
    }

    /// <summary>Saves what the handler has left in its DbContext. A handler without one does not get one for this.</summary>
    public async Task SaveChangesAsync(CancellationToken cancellationToken)
    {
        if (!_hasContext)
            return;
        var context = provider.GetRequiredService<TDbContext>();
        if (context.ChangeTracker.HasChanges())
            await Clock.InDatabaseAsync(() => context.SaveChangesAsync(cancellationToken)).ConfigureAwait(false);
    }

    public void UseOwnTransaction() => Unit.UseOwnTransaction();

    public void About(Subject subject) => Unit.About(subject);

    public void Load<TKey, TRow>(IRowLoader<TKey, TRow> loader, TKey key, Action<TRow?> loaded)
        where TKey : notnull =>
        Unit.Load(loader, key, loaded);

    public Task LoadAsync(CancellationToken cancellationToken) => Unit.LoadAsync(cancellationToken);

    public void Write<TRow>(IRowWriter<TRow> writer, TRow row) => Unit.Write(writer, row);

    public void Note(JournalEntry entry) => Unit.Note(entry);

    public ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken) => Unit.ConnectAsync(cancellationToken);

    public void AfterCommit(Action action) => Unit.AfterCommit(action);

    /// <summary>The DbContext was created before the unit: by a filter around it, or by an earlier attempt in the same scope.</summary>
    static void Move(TDbContext context, UnitOfWork unit, bool again)
    {
        // What the earlier attempt saved was rolled back.
        if (again)
            context.ChangeTracker.Clear();
        context.Database.CurrentTransaction?.Dispose();
        context.Database.SetDbConnection(unit.Connection, contextOwnsConnection: false);
    }
}
