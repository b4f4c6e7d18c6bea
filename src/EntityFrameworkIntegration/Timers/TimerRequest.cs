namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Travels with a message that is scheduled, from the scheduler to the outbox.</summary>
sealed record TimerRequest(Guid Token, DateTimeOffset DueAt)
{
    public void ApplyTo(SendContext context)
    {
        context.AddOrUpdatePayload(() => this, _ => this);
        context.ScheduledMessageId = Token;
        // By this the state machine knows whether the timer is still its current one, and the unit of work which row it has handled.
        context.Headers.Set(MessageHeaders.SchedulingTokenId, Token.ToString("D"));
    }
}
