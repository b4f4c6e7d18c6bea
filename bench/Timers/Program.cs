using Sagas.BenchKit;
using Sagas.TestKit;
using Sagas.Timers;

// How late timers reach their saga, with no others pending and with a hundred thousand that are due later.
const int Rounds = 5;
const int Timers = 2_000;
const int Pending = 100_000;
var span = TimeSpan.FromSeconds(20);

await using var database = await TestDatabase.CreateAsync();
await using var host = new AlarmHost(database);
await host.StartAsync();
Bench.Progress($"warming up");
await FireAsync(TimeSpan.FromSeconds(5));

List<IReadOnlyList<double>> alone = [], among = [];
for (var round = 1; round <= Rounds; round++)
{
    alone.Add(await FireAsync(span));
    await ArmForLaterAsync();
    among.Add(await FireAsync(span));
    await database.ExecuteAsync("truncate outbox");
    Bench.Progress($"round {round}: p99 {Percentile(alone[^1], 0.99):0} ms alone, {Percentile(among[^1], 0.99):0} ms among {Pending}");
}

Report("timer-lateness-0-pending", alone);
Report($"timer-lateness-{Pending}-pending", among);
Bench.Report($"timer-lateness-p99-{Pending}-vs-0-pending", Spread.Of(among.Zip(alone, (many, none) => Percentile(many, 0.99) / Percentile(none, 0.99))), "ratio");

// As many again are stopped before they are due, and must not fire.
async Task<IReadOnlyList<double>> FireAsync(TimeSpan over)
{
    var start = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(6);
    var stopped = Enumerable.Range(0, Timers).Select(_ => Guid.CreateVersion7()).ToList();
    await Task.WhenAll(stopped.Select(id => host.SendAsync(new SetAlarm(id, start + over))));
    await Task.WhenAll(Enumerable.Range(0, Timers).Select(i => host.SendAsync(new SetAlarm(Guid.CreateVersion7(), start + (over * i / Timers)))));
    await Eventually.ShouldAsync(async () => await database.ScalarAsync<long>("select count(*) from alarms where current_state = 'Armed'") + host.Lateness.Count >= 2 * Timers, "the alarms to be armed");
    await Task.WhenAll(stopped.Select(id => host.SendAsync(new StopAlarm(id))));
    await Eventually.ShouldAsync(() => Task.FromResult(host.Lateness.Count >= Timers), "the alarms to go off", TimeSpan.FromMinutes(3));
    await Eventually.ShouldAsync(async () => await database.ScalarAsync<long>("select count(*) from outbox where due_at < now() + interval '30 min'") == 0, "the timers to be over");
    await database.ExecuteAsync("truncate alarms");
    var lateness = host.Lateness.Take();
    return lateness.Count == Timers ? lateness : throw new InvalidOperationException($"{lateness.Count} alarms went off instead of {Timers}.");
}

async Task ArmForLaterAsync()
{
    await database.ExecuteAsync(
        """
        insert into outbox (message_id, subject_id, destination, message_type, content_type, headers, body, due_at, token, owner, leased_until)
        select gen_random_uuid(), gen_random_uuid(), 'exchange:alarms', 'urn:message:Sagas.Timers:AlarmDue', 'application/vnd.masstransit+json', '{}',
          convert_to(repeat('x', 700), 'UTF8'), due, gen_random_uuid(), gen_random_uuid(), due
        from generate_series(1, $1) n, lateral (select now() + interval '1 hour' + n * interval '1 second' as due) later
        """,
        Pending);
    await database.ExecuteAsync("analyze outbox");
}

static double Percentile(IReadOnlyList<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];

static void Report(string name, IReadOnlyCollection<IReadOnlyList<double>> rounds)
{
    Bench.Report($"{name}-p50", Spread.Of(rounds.Select(round => Percentile(round, 0.5))), "ms");
    Bench.Report($"{name}-p99", Spread.Of(rounds.Select(round => Percentile(round, 0.99))), "ms");
    Bench.Report($"{name}-max", Spread.Of(rounds.Select(round => round[^1])), "ms");
}
