using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Has the transaction that handles a timer's message delete the timer, also when the message is a repeat.</summary>
sealed class HandledTimers : IEnlistment
{
    public static readonly HandledTimers Instance = new();

    public void OnSaving(IUnitOfWork unit)
    {
        if (unit.Items.TryGetValue(typeof(ConsumeContext), out var context) && ((ConsumeContext)context).GetSchedulingTokenId() is { } token)
            unit.Write(TimerRemoval.Instance, token);
    }
}
