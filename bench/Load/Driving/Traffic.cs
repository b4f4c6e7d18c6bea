using System.Diagnostics;
using Sagas.Load.Orders;

namespace Sagas.Load.Driving;

/// <summary>Places orders and follows each to its end.</summary>
/// <param name="api">Where they are placed.</param>
/// <param name="endings">Tells of their ends; null where nothing follows the answer, which then is the end.</param>
/// <param name="orders">What is ordered.</param>
sealed class Traffic(OrdersApi api, Endings? endings, SampleOrders orders)
{
    /// <summary>Longer than any deadline of a saga's step, so that what ends late is measured, and what is lost is found.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <param name="intended">When the request was to be sent, by the stopwatch.</param>
    /// <param name="journeys">Where the order's journey is kept.</param>
    /// <exception cref="TimeoutException">The order does not end.</exception>
    public async Task TravelAsync(long intended, Journeys journeys)
    {
        var order = await api.PlaceAsync(orders.Next());
        var accepted = Stopwatch.GetTimestamp();
        var ending = endings is null ? new Ending(accepted, Confirmed: true) : await endings.OfAsync(order, Patience);
        journeys.Add(accepted - intended, ending.At - intended, ending.Confirmed);
    }
}
