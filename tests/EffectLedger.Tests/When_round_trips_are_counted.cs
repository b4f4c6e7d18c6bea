using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sagas.EffectLedger.Tests;

public sealed class When_round_trips_are_counted(CounterHost host) : IClassFixture<CounterHost>
{
    static readonly string[] OfTheOutbox = ["update outbox", "delete from outbox where message_id", "select extract(epoch"];

    [Fact]
    public async Task a_command_takes_three_and_its_repeat_two()
    {
        var command = CounterHost.CountUp();
        await host.AskAsync(CounterHost.CountUp());

        var (first, repeat) = (await RoundTripsAsync(() => host.AskAsync(command)), await RoundTripsAsync(() => host.AskAsync(command)));

        first.Count.ShouldBe(3, string.Join('\n', first));
        repeat.Count.ShouldBe(2, string.Join('\n', repeat));
    }

    /// <summary>What is sent to this database while a message is handled; what the outbox does beside it belongs to no message.</summary>
    async Task<IReadOnlyCollection<string>> RoundTripsAsync(Func<Task> ask)
    {
        var sent = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "MassTransit",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if (activity is { Source.Name: "Npgsql", Parent.Source.Name: "MassTransit" } && activity.TagObjects.Any(tag => host.Database.Name.Equals(tag.Value))
                    && Statement(activity) is var statement && !OfTheOutbox.Any(beginning => statement.StartsWith(beginning, StringComparison.Ordinal)))
                    sent.Enqueue(statement);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await ask();
        return sent;
    }

    static string Statement(Activity activity) => activity.TagObjects.FirstOrDefault(tag => tag.Key is "db.statement" or "db.query.text").Value as string ?? "";
}
