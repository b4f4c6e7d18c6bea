using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>
/// What a handler sees of its message: sending and publishing add rows to the unit of work. The members that MassTransit's own outbox uses to deliver
/// in several passes are not: there is one pass and one commit.
/// </summary>
sealed class UnitOfWorkConsumeContext<TMessage>(
    ConsumeContext<TMessage> context, OutboxConsumeOptions options, IServiceProvider provider, OutgoingMessages outgoing)
    : OutboxConsumeContextProxy<TMessage>(context, options, provider)
    where TMessage : class
{
    public override bool ContinueProcessing { get; set; }

    public override bool IsMessageConsumed => false;

    public override bool IsOutboxDelivered => false;

    public override int ReceiveCount => 1;

    public override long? LastSequenceNumber => null;

    public override Task AddSend<T>(SendContext<T> context)
    {
        if (this.GetTenant() is not TenantHeader.Default and var tenant)
            context.Headers.Set(TenantHeader.Name, tenant, overwrite: false);
        outgoing.Add(context);
        return Task.CompletedTask;
    }

    public override Task SetConsumed() => Task.CompletedTask;

    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult(new List<OutboxMessageContext>());

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;
}
