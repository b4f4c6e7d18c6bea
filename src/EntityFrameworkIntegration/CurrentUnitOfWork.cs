using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>The unit of work of the scope that a handler was resolved in.</summary>
sealed class CurrentUnitOfWork<TDbContext> : IUnitOfWork<TDbContext>
    where TDbContext : DbContext
{
    IUnitOfWork? _unit;

    public TransactionMode Mode => Unit.Mode;

    public Subject? Subject => Unit.Subject;

    public bool IsDuplicate => Unit.IsDuplicate;

    public IReadOnlyList<JournalEntry> Journal => Unit.Journal;

    public IDictionary<Type, object> Items => Unit.Items;

    IUnitOfWork Unit => _unit ?? throw new InvalidOperationException(
        $"There is no unit of work of {typeof(TDbContext).Name} here. In a consumer, its endpoint needs UseEntityFrameworkOutbox<{typeof(TDbContext).Name}>(context); "
        + $"elsewhere, open a session of IOutboxSessions<{typeof(TDbContext).Name}>.");

    public void Set(IUnitOfWork unit) => _unit = unit;

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
}
