using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Has every message tell when its unit of work was handed to the commit, and an answer also how its request was handled until then.</summary>
sealed class OutgoingTimings : IEnlistment
{
    public static readonly OutgoingTimings Instance = new();

    public void OnRecording(IUnitOfWork unit)
    {
        if (unit.Items.TryGetValue(typeof(OutgoingMessages), out var outgoing))
            ((OutgoingMessages)outgoing).Stamp();
    }
}
