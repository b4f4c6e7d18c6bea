using Sagas.BenchKit;

namespace Sagas.Load.Soaking;

/// <summary>Whether a soak stayed flat: what the last third had, against what the second third had. The first is left out, because caches and pools still fill in it.</summary>
static class Thirds
{
    public static void Print(IReadOnlyList<Sample> samples)
    {
        Report("memory", sample => sample.Memory, "MB");
        Report("rabbitmq-memory", sample => sample.BrokerMemory, "MB");
        Report("in-flight", sample => sample.InFlight, "orders");
        Report("lag", sample => sample.Lag, "events");
        Report("outbox", sample => sample.Outbox, "rows");
        Report("outbox-size", sample => sample.OutboxSize, "MB");
        Report("stored-per-saga", sample => sample.StoredPerSaga, "KB");

        void Report(string name, Func<Sample, double> of, string unit)
        {
            var third = samples.Count / 3;
            var before = Median(samples.Skip(third).Take(third));
            var last = Median(samples.TakeLast(third));
            Bench.Report($"soak-{name}", last, unit);
            Bench.Report($"soak-{name}-growth", last - before, unit);

            double Median(IEnumerable<Sample> part) => Spread.Of(part.Select(of)).Median;
        }
    }
}
