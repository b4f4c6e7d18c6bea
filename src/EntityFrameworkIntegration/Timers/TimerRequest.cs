namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Travels with a message that is scheduled, from the scheduler to the outbox.</summary>
sealed record TimerRequest(Guid Token, DateTimeOffset DueAt)
{
    public void ApplyTo(SendContext context)
    {
        context.AddOrUpdatePayload(() => this, _ => this);
        context.ScheduledMessageId = Token;
        // The receiver tells by it whether the timer is still the one that it waits for, and deletes the row.
        context.Headers.Set(MessageHeaders.SchedulingTokenId, Token.ToString("D"));
    }
}
