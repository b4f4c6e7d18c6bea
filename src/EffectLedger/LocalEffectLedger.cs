using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Sagas.Contracts;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>
/// The ledger for effects inside the participant's own database. The effect, its row and its reply are one commit, and commands about one step are handled
/// one after the other. The consumer carries <see cref="ReadsUnitOfWorkAttribute" />.
/// </summary>
/// <remarks>
/// <para>
/// An effect is <em>decided</em> from rows that the unit has read, and made by its writers: the transaction is shared with other commands. Nothing is locked while it is decided. So a writer
/// whose rows can have changed meanwhile has to find that out and throw a <see cref="TransactionConflictException" />, as the ledger does for the step itself: its lock is held from
/// before the effect is recorded until after the commit, and what the ledger holds of the step must still be what was read. A command that was overtaken is handled again in a transaction
/// of its own, with everything locked that it reads, so that it is overtaken once.
/// </para>
/// <para>
/// An effect is <em>performed</em> by statements of its own in a transaction of its own, in three round trips: begin, inbox, lock and ledger; the effect; ledger row, reply and commit. The step's
/// lock is held from before the ledger is read.
/// </para>
/// <para>Either way an undo sees the finished effect or none, and in the second case its row keeps the command from ever being performed.</para>
/// </remarks>
/// <typeparam name="TDbContext">Names the database.</typeparam>
public sealed class LocalEffectLedger<TDbContext>(IUnitOfWork<TDbContext> unit)
    where TDbContext : DbContext
{
    /// <summary>Decides the effect once, answers every repeat with the first reply, and refuses when the step was undone.</summary>
    /// <remarks>Another command under the key ends as a fault. So it does when a repeat says something else than the first time.</remarks>
    /// <param name="context">The command.</param>
    /// <param name="key">The command's key.</param>
    /// <param name="decide">
    /// Adds the effect's rows to the unit and returns the reply, from rows that the consumer has asked the unit for before. A refusal of the business is a reply too.
    /// </param>
    /// <param name="refuse">Makes the reply for a step that was undone before it was done, from the reason.</param>
    public Task DoAsync<TCommand>(ConsumeContext<TCommand> context, EffectKey key, Func<object> decide, Func<string, object> refuse)
        where TCommand : class
    {
        ArgumentNullException.ThrowIfNull(refuse);
        return AnswerAsync(context, key, EffectIntent.Do, decide, refuse);
    }

    /// <summary>Decides once how a step is undone, and leaves the tombstone that refuses the step from then on, whether or not it had been done.</summary>
    /// <param name="context">The command.</param>
    /// <param name="key">The command's key.</param>
    /// <param name="undoes">The key of the command that is undone: the same saga's, and the same step's.</param>
    /// <param name="decide">Adds the rows that take the effect back, if there is one, and returns the reply, from rows that the consumer has asked the unit for before.</param>
    public Task UndoAsync<TCommand>(ConsumeContext<TCommand> context, EffectKey key, EffectKey undoes, Func<object> decide)
        where TCommand : class
    {
        Protocol.CheckUndo(key, undoes);
        return AnswerAsync(context, key, EffectIntent.Undo, decide, refuse: null);
    }

    /// <summary>Performs the effect once, answers every repeat with the first reply, and refuses when the step was undone.</summary>
    /// <remarks>Another command under the key ends as a fault. So it does when a repeat says something else than the first time.</remarks>
    /// <param name="context">The command.</param>
    /// <param name="key">The command's key.</param>
    /// <param name="perform">Makes the effect on the connection, best in one statement, and returns the reply. A refusal of the business is a reply too.</param>
    /// <param name="refuse">Makes the reply for a step that was undone before it was done, from the reason.</param>
    /// <param name="again">
    /// Makes the reply to a repeat from the first one, where that said that the answer comes later: it may have come since. What the ledger holds stays as it is.
    /// </param>
    public Task DoAsync<TCommand>(
        ConsumeContext<TCommand> context, EffectKey key, Func<NpgsqlConnection, Task<object>> perform, Func<string, object> refuse,
        Func<NpgsqlConnection, object, Task<object>>? again = null)
        where TCommand : class
    {
        ArgumentNullException.ThrowIfNull(refuse);
        return AnswerAsync(context, key, EffectIntent.Do, perform, refuse, again);
    }

    /// <summary>Undoes a step once, and leaves the tombstone that refuses the step from then on, whether or not it had been done.</summary>
    /// <param name="context">The command.</param>
    /// <param name="key">The command's key.</param>
    /// <param name="undoes">The key of the command that is undone: the same saga's, and the same step's.</param>
    /// <param name="perform">Takes the effect back on the connection, if there is one, and returns the reply.</param>
    public Task UndoAsync<TCommand>(ConsumeContext<TCommand> context, EffectKey key, EffectKey undoes, Func<NpgsqlConnection, Task<object>> perform)
        where TCommand : class
    {
        Protocol.CheckUndo(key, undoes);
        return AnswerAsync(context, key, EffectIntent.Undo, perform, refuse: null, again: null);
    }

    Task AnswerAsync<TCommand>(ConsumeContext<TCommand> context, EffectKey key, EffectIntent intent, Func<object> decide, Func<string, object>? refuse)
        where TCommand : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(decide);
        var isRetry = context.GetRetryAttempt() > 0;
        if (isRetry)
            unit.UseOwnTransaction();
        Protocol.Begin(unit, key, intent);
        return Protocol.AnswerAsync(unit, context, key, () => Task.FromResult(decide()), refuse, isRetry ? EffectWriter.UnderLock : EffectWriter.Unchanged);
    }

    Task AnswerAsync<TCommand>(
        ConsumeContext<TCommand> context, EffectKey key, EffectIntent intent, Func<NpgsqlConnection, Task<object>> perform, Func<string, object>? refuse,
        Func<NpgsqlConnection, object, Task<object>>? again)
        where TCommand : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(perform);
        unit.UseOwnTransaction();
        Protocol.Begin(unit, key, intent);
        return Protocol.AnswerAsync(unit, context, key, PerformAsync, refuse, EffectWriter.UnderLock, again is null ? null : AgainAsync);

        Task<object> PerformAsync() => InTransactionAsync(perform);

        Task<object> AgainAsync(object first) => InTransactionAsync(connection => again(connection, first));

        async Task<object> InTransactionAsync(Func<NpgsqlConnection, Task<object>> act)
        {
            var connection = await unit.ConnectAsync(context.CancellationToken).ConfigureAwait(false);
            return await unit.Clock.InDatabaseAsync(() => act(connection)).ConfigureAwait(false);
        }
    }
}
