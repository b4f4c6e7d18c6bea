using MassTransit;
using Sagas.Contracts.Orders;

namespace Sagas.OrderSaga.PlaceOrder;

/// <summary>How often a cancellation has looked for its order, which is not there yet. Each delivery tells the next one in a header.</summary>
readonly record struct EarlyCancellation(int Looks)
{
    public const string Header = "Sagas-Early-Cancellation";

    /// <summary>Half a second doubles to a minute in seven looks, and then it is an hour of minutes.</summary>
    public const int Most = 67;

    static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public bool IsOver => Looks >= Most;

    public static EarlyCancellation Of(ConsumeContext<CancelOrder> context) => new(context.Headers.Get<int>(Header) ?? 0);

    /// <summary>Twice as long each time, up to a minute, and never less than the first time.</summary>
    public TimeSpan Delay(TimeSpan first)
    {
        var doubled = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(Looks, 20)), Longest.TotalSeconds);
        return TimeSpan.FromSeconds(Math.Max(doubled, first.TotalSeconds));
    }

    /// <summary>The next delivery has an id of its own. By the order's, its dead letter is found again.</summary>
    public IPipe<SendContext<CancelOrder>> HandOn()
    {
        var looks = Looks + 1;
        return Pipe.Execute<SendContext<CancelOrder>>(context =>
        {
            context.CorrelationId = context.Message.OrderId;
            context.Headers.Set(Header, looks);
        });
    }
}

/// <summary>A cancellation came, and the message that begins its order's saga did not.</summary>
/// <param name="orderId">The order.</param>
public sealed class OrderNeverPlacedException(Guid orderId)
    : Exception($"No saga of an order {orderId} has begun, and none did while the cancellation waited. Redrive it when the order's saga is there, or dismiss it.");
