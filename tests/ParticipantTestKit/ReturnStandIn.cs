using MassTransit;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;

namespace Sagas.ParticipantTestKit;

/// <summary>Stands at the endpoint of a return's saga: hands replies to whoever sent the command, and remembers what comes when a person has spoken.</summary>
public sealed class ReturnStandIn(Correspondence letters) :
    IConsumer<ReturnExpected>, IConsumer<ReturnRefused>, IConsumer<ReturnCancelled>, IConsumer<ReturnCancellationRefused>, IConsumer<GoodsReceived>,
    IConsumer<InspectionPending>, IConsumer<GoodsInspected>, IConsumer<GoodsRestocked>, IConsumer<GoodsWrittenOff>,
    IConsumer<ReturnRefunded>, IConsumer<ReturnRefundRefused>
{
    public Task Consume(ConsumeContext<ReturnExpected> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ReturnRefused> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ReturnCancelled> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ReturnCancellationRefused> context) => letters.Complete(context);

    /// <summary>An answer to a command carries its request's id; what the warehouse books carries none.</summary>
    public Task Consume(ConsumeContext<GoodsReceived> context) => context.RequestId is null ? letters.Hear(context) : letters.Complete(context);

    public Task Consume(ConsumeContext<InspectionPending> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<GoodsInspected> context) => context.RequestId is null ? letters.Hear(context) : letters.Complete(context);

    public Task Consume(ConsumeContext<GoodsRestocked> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<GoodsWrittenOff> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ReturnRefunded> context) => letters.Complete(context);

    public Task Consume(ConsumeContext<ReturnRefundRefused> context) => letters.Complete(context);
}
