using MassTransit;
using Sagas.Contracts;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>What both ledgers do with a command: answer a repeat, fault on another command under its key, refuse what was undone, else perform and record.</summary>
static class Protocol
{
    // In a rehearsal of what only somebody else can do, nobody performs.
    public static async Task AnswerAsync<TCommand>(
        IUnitOfWork unit, ConsumeContext<TCommand> context, EffectKey key, Func<Task<object>>? perform, Func<string, object>? refuse, EffectWriter writer,
        Func<object, Task<object>>? again = null)
        where TCommand : class
    {
        var step = RecordedStep.Nothing;
        unit.Load(StepLoader.Instance, StepKey.Of(key), recorded => step = recorded ?? step);
        await unit.LoadAsync(context.CancellationToken).ConfigureAwait(false);
        if (unit.IsDuplicate)
            return;

        var commandHash = CommandHash.Of(context.Message);
        if (step.Find(key) is { } recorded)
        {
            if (!recorded.CommandHash.AsSpan().SequenceEqual(commandHash))
                throw new EffectKeyReusedException(key, recorded.MessageId);
            unit.Note(new JournalEntry.LetPass("it was answered before, and the stored reply is sent again"));
            var first = Reply.Read(recorded);
            await RespondAsync(context, again is null ? first : await again(first).ConfigureAwait(false)).ConfigureAwait(false);
            return;
        }

        object reply;
        if (refuse is not null && step.IsUndone)
        {
            unit.Note(new JournalEntry.Refused("the step was undone before"));
            reply = refuse(EffectRefusal.AlreadyUndone);
        }
        else if (perform is not null)
        {
            reply = await perform().ConfigureAwait(false);
        }
        else
        {
            return;
        }

        unit.Write(writer, new NewEffect(Reply.Record(reply, key, commandHash, context), step.Count));
        await RespondAsync(context, reply).ConfigureAwait(false);
    }

    public static void Begin(IUnitOfWork unit, EffectKey key, EffectIntent intent)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Intent != intent)
            throw new ArgumentException($"The effect key {key} came with a command to {intent}. The sender has to make a key of its own for each direction.", nameof(key));
        unit.About(new Subject("Effects", key.SagaId));
    }

    /// <summary>An undo under another step's name would leave its tombstone where the command never looks.</summary>
    public static void CheckUndo(EffectKey key, EffectKey undoes)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(undoes);
        if (StepKey.Of(key) != StepKey.Of(undoes) || undoes.Intent != EffectIntent.Do)
            throw new ArgumentException($"The effect key {key} does not undo {undoes}. The undo of a step carries the saga and the step's own name.", nameof(key));
    }

    static Task RespondAsync(ConsumeContext context, object reply) => context.RespondAsync(reply, reply.GetType());
}
