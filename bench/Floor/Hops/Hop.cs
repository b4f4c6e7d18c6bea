using Sagas.Floor.Orders;

namespace Sagas.Floor.Hops;

/// <summary>One message handled, or one request taken: what arrived, and what is sent on.</summary>
/// <param name="Arrived">What arrived; <c>null</c> for a request.</param>
/// <param name="Sends">What follows.</param>
/// <param name="Next">The same as it is sent.</param>
/// <param name="Body">The same as bytes.</param>
/// <param name="Key">A request's Idempotency-Key.</param>
sealed record Hop(Envelope? Arrived, MessageKind Sends, Envelope Next, byte[] Body, string? Key = null)
{
    /// <summary>What tells it from every other: the arrived message's id, or the order's.</summary>
    public Guid Id => Arrived?.MessageId ?? Order.OrderId;

    public Order Order => Next.Message;

    public DateTimeOffset At => Next.SentTime;
}
