using Sagas.AllInOne.Northwind;

namespace Sagas.AllInOne.Api;

/// <summary>What <c>GET /orders/{id}</c> says, as far as the demo asks.</summary>
sealed record OrderView(Guid OrderId, string Status, OrderView.Ending? Outcome)
{
    /// <param name="Kind"><c>Confirmed</c> or <c>Cancelled</c>.</param>
    /// <param name="Reason">Why it was cancelled.</param>
    public sealed record Ending(string Kind, string? Reason)
    {
        public string Name => Kind == Northwind.Outcome.Confirmed ? Kind : Reason ?? Kind;
    }
}
