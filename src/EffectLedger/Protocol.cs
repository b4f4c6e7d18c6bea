using MassTransit;
using Sagas.Contracts;
using Sagas.Transactions;

namespace Sagas.EffectLedger;

/// <summary>What both ledgers do with a command: answer a repeat, refuse what was undone, else perform and record.</summary>
static class Protocol
{
    public static async Task AnswerAsync(
        IUnitOfWork unit, ConsumeContext context, EffectKey key, Func<Task<object>> perform, Func<string, object>? refuse, EffectWriter writer)
    {
        var step = RecordedStep.Nothing;
        unit.Load(StepLoader.Instance, StepKey.Of(key), recorded => step = recorded ?? step);
        await unit.LoadAsync(context.CancellationToken).ConfigureAwait(false);
        if (unit.IsDuplicate)
            return;

        if (step.Find(key) is { } recorded)
        {
            await RespondAsync(context, Reply.Read(recorded)).ConfigureAwait(false);
            return;
        }

        var reply = refuse is not null && step.IsUndone ? refuse(EffectRefusal.AlreadyUndone) : await perform().ConfigureAwait(false);
        unit.Write(writer, Reply.Record(reply, key, context));
        await RespondAsync(context, reply).ConfigureAwait(false);
    }

    public static void Begin(IUnitOfWork unit, EffectKey key, EffectIntent intent)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Intent != intent)
            throw new ArgumentException($"The effect key {key} is to {key.Intent}, and came with a command to {intent}. The sender has to make a key of its own for each.", nameof(key));
        unit.About(new Subject("Effects", key.SagaId));
    }

    static Task RespondAsync(ConsumeContext context, object reply) => context.RespondAsync(reply, reply.GetType());
}
