using MassTransit;
using Microsoft.EntityFrameworkCore;
using Sagas.Contracts;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>
/// The ledger for effects outside of the participant's database, which an idempotent provider makes under the effect's key. No transaction and no lock is
/// held while the provider is asked; the reply is recorded afterwards. The consumer carries <see cref="ReadsUnitOfWorkAttribute" />.
/// </summary>
/// <remarks>
/// The ledger answers what it knows, and the provider decides the rest. What can meet, and why it ends well:
/// <list type="bullet">
/// <item>Two commands with one key: the provider makes the effect once and tells both the same. The second to commit is a
/// <see cref="TransactionConflictException" />; it is handled again and answers with the stored reply.</item>
/// <item>The process dies, or the answer is lost, between effect and commit: the command comes again, the ledger knows nothing, and the provider repeats its first answer.</item>
/// <item>The undo was recorded before the command is read: the command is refused and the provider not asked.</item>
/// <item>The undo reaches the provider after the command has read the ledger, and before the command reaches the provider: the provider keeps
/// the released key for ever and refuses the command by itself.</item>
/// <item>The command is at the provider when the undo arrives there: the provider takes one after the other. The undo finds the effect and takes
/// it back, or comes first and the command is refused. In which order the two are recorded here makes no difference, for each records under a key of its own.</item>
/// </list>
/// So an undo always asks the provider, whatever the ledger holds: a missing row proves nothing about the world outside.
/// </remarks>
/// <typeparam name="TDbContext">Names the database.</typeparam>
public sealed class RemoteEffectLedger<TDbContext>(IUnitOfWork<TDbContext> unit)
    where TDbContext : DbContext
{
    /// <summary>Has the effect made once, answers every repeat with the first reply, and refuses when the step was undone.</summary>
    /// <remarks>Another command under the key ends as a fault. So it does when a repeat says something else than the first time.</remarks>
    /// <param name="context">The command.</param>
    /// <param name="key">The command's key, which <paramref name="perform" /> hands to the provider.</param>
    /// <param name="perform">Asks the provider and returns the reply; it may add rows to the unit of work, and must not open its transaction.</param>
    /// <param name="refuse">Makes the reply for a step that was undone before it was done, from the reason.</param>
    public Task DoAsync<TCommand>(ConsumeContext<TCommand> context, EffectKey key, Func<Task<object>> perform, Func<string, object> refuse)
        where TCommand : class
    {
        ArgumentNullException.ThrowIfNull(refuse);
        return AnswerAsync(context, key, EffectIntent.Do, perform, refuse);
    }

    /// <summary>Has a step undone once, and leaves the tombstone that refuses the step from then on, whether or not it had been done.</summary>
    /// <param name="context">The command.</param>
    /// <param name="key">The command's key.</param>
    /// <param name="undoes">The key of the command that is undone, which <paramref name="perform" /> hands to the provider: the same saga's, and the same step's.</param>
    /// <param name="perform">Asks the provider to release the undone command's key, and returns the reply.</param>
    public Task UndoAsync<TCommand>(ConsumeContext<TCommand> context, EffectKey key, EffectKey undoes, Func<Task<object>> perform)
        where TCommand : class
    {
        Protocol.CheckUndo(key, undoes);
        return AnswerAsync(context, key, EffectIntent.Undo, perform, refuse: null);
    }

    Task AnswerAsync<TCommand>(ConsumeContext<TCommand> context, EffectKey key, EffectIntent intent, Func<Task<object>> perform, Func<string, object>? refuse)
        where TCommand : class
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(perform);
        Protocol.Begin(unit, key, intent);
        return Protocol.AnswerAsync(unit, context, key, unit.IsRehearsal ? null : perform, refuse, EffectWriter.Contested);
    }
}
