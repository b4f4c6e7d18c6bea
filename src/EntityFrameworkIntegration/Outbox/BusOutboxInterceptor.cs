using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Writes what the scope has sent and published with the DbContext's next save, and has it sent when that save is committed: at once, or with the caller's
/// own transaction. A commit that it does not see, such as that of a TransactionScope, is noticed by the sweep when the rows' lease has run out.
/// </summary>
sealed class BusOutboxInterceptor<TDbContext>(BusOutbox busOutbox, IServiceProvider provider) : SaveChangesInterceptor, IDbTransactionInterceptor
    where TDbContext : DbContext
{
    readonly List<OutboxMessage> _added = [];
    readonly List<OutboxMessage> _saved = [];

    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Add(eventData.Context!);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Add(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public override int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Saved(eventData.Context!);
        return result;
    }

    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Saved(eventData.Context!);
        return ValueTask.FromResult(result);
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Dispatch();

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Dispatch();
        return Task.CompletedTask;
    }

    public void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => _saved.Clear();

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        _saved.Clear();
        return Task.CompletedTask;
    }

    /// <summary>Some of the rows are gone, and which ones is not known here: those that are left are found by the sweep.</summary>
    public void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) => _saved.Clear();

    public Task RolledBackToSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken = default)
    {
        _saved.Clear();
        return Task.CompletedTask;
    }

    void Add(DbContext context)
    {
        var messages = busOutbox.Take();
        if (messages.Count == 0)
            return;
        var outbox = provider.GetRequiredService<DatabaseOutbox<TDbContext>>().Outbox;
        foreach (var row in messages)
        {
            context.Add(outbox.LeasedAndStamped(row));
            _added.Add(row);
        }
    }

    void Saved(DbContext context)
    {
        if (_added.Count == 0)
            return;
        _saved.AddRange(_added.Where(row => context.Entry(row).State != EntityState.Detached));
        // A row that is still Added was saved without being accepted, and may be saved again after a rollback.
        _added.RemoveAll(row => context.Entry(row).State != EntityState.Added);
        foreach (var row in _saved.Except(_added))
            context.Entry(row).State = EntityState.Detached;
        if (!IsInTransaction(context))
            Dispatch();
    }

    void Dispatch()
    {
        if (_saved.Count == 0)
            return;
        provider.GetRequiredService<DatabaseOutbox<TDbContext>>().Outbox.Dispatcher.Enqueue([.. _saved]);
        _saved.Clear();
    }

    static bool IsInTransaction(DbContext context) =>
        context.Database.CurrentTransaction is not null || context.Database.GetEnlistedTransaction() is not null || Transaction.Current is not null;
}
