using System.Globalization;
using Sagas.AllInOne.Conservation;
using Sagas.AllInOne.Northwind;
using Sagas.AllInOne.Ordering;

namespace Sagas.AllInOne.Demo;

/// <summary>Says what was wrong with a run, in sentences. Nothing to say means that all was well.</summary>
static class Verdict
{
    public const int LeastOfEachOutcome = 10;
    public const double LeastConfirmed = 0.4;

    public static IReadOnlyList<string> On(
        IReadOnlyList<OrderRecord> records, NorthwindOutcomes outcomes, IReadOnlyList<ConservationLaw> laws) =>
        [.. Endings(records, outcomes), .. Distribution(records), .. laws.SelectMany(law => law.Breaches)];

    static IEnumerable<string> Endings(IReadOnlyList<OrderRecord> records, NorthwindOutcomes outcomes)
    {
        foreach (var record in records)
        {
            var allowed = outcomes.Allowed(record.Order);
            if (record.Outcome is null)
                yield return $"Order {record.Order.OrderId} did not end: its status is {record.Status}{Named(record.Id)}.";
            else if (!allowed.Contains(record.Outcome))
                yield return $"Order {record.Order.OrderId} ended as {record.Outcome}{Named(record.Id)}, but its data allows only {string.Join(" or ", allowed)}.";
        }
    }

    static IEnumerable<string> Distribution(IReadOnlyList<OrderRecord> records)
    {
        foreach (var outcome in Outcome.All)
        {
            var count = records.Count(record => record.Outcome == outcome);
            if (count < LeastOfEachOutcome)
                yield return $"Only {count} orders ended as {outcome}; at least {LeastOfEachOutcome} should.";
        }

        var confirmed = (double)records.Count(record => record.Outcome == Outcome.Confirmed) / records.Count;
        if (confirmed < LeastConfirmed)
            yield return string.Create(CultureInfo.InvariantCulture, $"Only {confirmed:P1} of the orders were confirmed; at least {LeastConfirmed:P0} should be.");
    }

    static string Named(Guid? id) => id is null ? "" : $" (id {id})";
}
