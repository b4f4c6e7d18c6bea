using Sagas.BenchKit;
using Sagas.Poison;
using Sagas.TestKit;

// How long sagas take from their first message to their last, while the outbox has rows of other sagas that cannot be sent, and while it has none.
const int Rounds = 5;
const int JourneysPerSecond = 40;
var duration = TimeSpan.FromSeconds(30);

await using var database = await TestDatabase.CreateAsync();
await using var broker = await RabbitMqVirtualHost.CreateAsync();
await using var host = new JourneyHost(database, broker);
await host.StartAsync();
Bench.Progress($"warming up");
await host.TravelAsync(JourneysPerSecond, duration);

List<double> with = [], without = [];
for (var round = 1; round <= Rounds; round++)
{
    // Each goes first in turn: what a machine does beside changes within a round, too.
    if (round % 2 != 0)
        without.Add(await P99Async());
    await PoisonAsync();
    with.Add(await P99Async());
    var attempts = await database.ScalarAsync<long>("select sum(attempts) from outbox");
    await database.ExecuteAsync("truncate outbox");
    if (round % 2 == 0)
        without.Add(await P99Async());
    Bench.Progress($"round {round}: p99 {with[^1]:0} ms with poison ({attempts} attempts to send it), {without[^1]:0} ms without");
}

Bench.Report("poison-p99-with", Spread.Of(with), "ms");
Bench.Report("poison-p99-without", Spread.Of(without), "ms");
Bench.Report("poison-p99-with-vs-without", Spread.Of(with.Zip(without, (poisoned, clean) => poisoned / clean)), "ratio");

async Task<double> P99Async()
{
    var taken = await host.TravelAsync(JourneysPerSecond, duration);
    return taken[(int)(taken.Count * 0.99)];
}

// One that the broker returns, one whose address means nothing to the transport, and one whose headers can't be written; each with a second of its saga behind it.
Task PoisonAsync() => database.ExecuteAsync("""
    insert into outbox (message_id, subject_id, destination, message_type, content_type, headers, properties, body, owner, leased_until)
    select gen_random_uuid(), subject_id, destination, 'urn:message:Sagas.Poison:Step', 'application/vnd.masstransit+json', headers::jsonb, '{"Mandatory": true}', '{}',
      gen_random_uuid(), now()
    from (values
      (gen_random_uuid(), 'exchange:nobody', '{}'),
      (gen_random_uuid(), 'nonsense://nowhere/at-all', '{}'),
      (gen_random_uuid(), 'exchange:journeys', '["not", "an", "object"]')) as poison (subject_id, destination, headers),
      generate_series(1, 2)
    """);
