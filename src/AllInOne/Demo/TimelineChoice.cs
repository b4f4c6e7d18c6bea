using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;

namespace Sagas.AllInOne.Demo;

static class TimelineChoice
{
    /// <summary>From the one with the most to undo, paid and refunded, to the one with the least.</summary>
    static readonly string[] Preferred = [Outcome.ShipmentRefused, Outcome.PaymentDeclined, Outcome.PriceChanged];

    public static OrderRecord? From(IReadOnlyList<OrderRecord> records) =>
        Preferred.Select(outcome => records.FirstOrDefault(record => record.Outcome == outcome)).FirstOrDefault(record => record is not null);
}
