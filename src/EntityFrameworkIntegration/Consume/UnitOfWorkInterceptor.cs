using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// Lets the DbContext of a handler's scope work on the unit's connection and in its transaction, so that what the handler reads is what the unit reads, and
/// what it saves is committed or rolled back with everything else. A DbContext that is never used opens nothing and begins nothing.
/// </summary>
sealed class UnitOfWorkInterceptor<TDbContext>(CurrentUnitOfWork<TDbContext> current) : DbConnectionInterceptor, ISaveChangesInterceptor
    where TDbContext : DbContext
{
    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        current.Open is { } unit ? InterceptionResult<DbConnection>.SuppressWithResult(unit.Connection) : result;

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (UnitOf(connection) is not { } unit)
            return result;
        // EF Core's synchronous calls leave no choice.
        unit.ConnectAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return InterceptionResult.Suppress();
    }

    public override async ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        if (UnitOf(connection) is not { } unit)
            return result;
        await unit.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return InterceptionResult.Suppress();
    }

    public override InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        Keep(connection, result);

    public override ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(Keep(connection, result));

    public override InterceptionResult ConnectionDisposing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        Keep(connection, result);

    public override ValueTask<InterceptionResult> ConnectionDisposingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(Keep(connection, result));

    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        if (Saves(eventData.Context!) is { } unit)
        {
            unit.ConnectAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
            eventData.Context!.Database.UseTransaction(unit.OwnTransaction);
        }

        return result;
    }

    /// <summary>Tells EF Core of the transaction, in which it makes a savepoint: a save that fails can be caught, and the unit goes on without it.</summary>
    public async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Saves(eventData.Context!) is { } unit)
        {
            await unit.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await eventData.Context!.Database.UseTransactionAsync(unit.OwnTransaction, cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>The unit closes its connection itself.</summary>
    InterceptionResult Keep(DbConnection connection, InterceptionResult result) => UnitOf(connection) is null ? result : InterceptionResult.Suppress();

    UnitOfWork? Saves(DbContext context) => context.Database.CurrentTransaction is null ? UnitOf(context.Database.GetDbConnection()) : null;

    UnitOfWork? UnitOf(DbConnection connection) => current.Open is { } unit && ReferenceEquals(unit.Connection, connection) ? unit : null;
}
