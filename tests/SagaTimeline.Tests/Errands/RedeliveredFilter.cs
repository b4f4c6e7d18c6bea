using MassTransit;
using MassTransit.Context;

namespace Sagas.SagaTimeline.Tests.Errands;

/// <summary>Lets a message with a header look like one that the broker delivers again: the in-memory transport never does.</summary>
sealed class RedeliveredFilter : IFilter<ReceiveContext>
{
    public const string Header = "Test-Redelivered";

    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        next.Send(context.TransportHeaders.TryGetHeader(Header, out _) ? new RedeliveredContext(context) : context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("redelivered");

    sealed class RedeliveredContext(ReceiveContext context) : ReceiveContextProxy(context), ReceiveContext
    {
        bool ReceiveContext.Redelivered => true;
    }
}
