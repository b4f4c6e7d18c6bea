using Sagas.Contracts;

namespace Sagas.OrderSaga.Web.Placing;

/// <summary>Something that can happen to an order, and what of it has to be so that it does.</summary>
/// <param name="Name">How the form names it.</param>
/// <param name="Title">What happens.</param>
/// <param name="Means">How.</param>
/// <param name="Token">What the customer pays with.</param>
public sealed record OrderCase(string Name, string Title, string Means, string Token = "tok_approved")
{
    public string? Country { get; init; }

    public int? Quantity { get; init; }

    public Money? ExpectedTotal { get; init; }

    public static IReadOnlyList<OrderCase> All { get; } =
    [
        new("confirmed", "Everything succeeds", "The parcel is created and the order confirmed."),
        new("declined", "The card is declined", "Stock is reserved and given back.", "tok_declined_insufficient_funds"),
        new("unserved", "The country is not served", "Shipping refuses; the payment is refunded and the stock given back.") { Country = "Atlantis" },
        new("price", "The price has changed", "The customer was shown 0.01 USD; the order turns round before anything is charged.") { ExpectedTotal = new Money(0.01m, "USD") },
        new("stock", "Not enough stock", "More units than there are: refused at the first step.") { Quantity = 10_000 },
        new("lost", "The gateway's answer is lost", "The charge is made and the answer is not heard: asked again under the same key.", "tok_answer_lost"),
        new("slow", "The gateway is slow", "The answer takes its time.", "tok_slow"),
        new("outage", "The gateway is down", "Attempts fail at first, and a later one goes through.", "tok_outage"),
    ];
}
