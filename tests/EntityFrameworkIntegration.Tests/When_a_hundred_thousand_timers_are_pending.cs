using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Npgsql;
using NpgsqlTypes;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_hundred_thousand_timers_are_pending(TollDatabase database) : IClassFixture<TollDatabase>, IAsyncLifetime
{
    const string Seed = """
        insert into outbox (message_id, destination, message_type, content_type, headers, body, due_at, token, owner, leased_until)
        select gen_random_uuid(), 'exchange:gates', 'urn:message:ClosingTime', 'application/vnd.masstransit+json', '{}', '\x7b7d', due, gen_random_uuid(), gen_random_uuid(), due
        from generate_series(1, 100000) n, lateral (select now() + interval '1 hour' + n * interval '1 second' as due) d
        """;

    public async ValueTask InitializeAsync()
    {
        await database.ExecuteAsync(Seed);
        await database.ExecuteAsync("analyze outbox");
    }

    public async ValueTask DisposeAsync() => await database.ExecuteAsync("truncate outbox");

    [Fact]
    public async Task the_sweep_looks_only_at_those_that_are_due()
    {
        var plan = await PlanAsync(OutboxTable.Take, new() { Value = Guid.Empty }, new() { Value = TimeSpan.FromSeconds(10), NpgsqlDbType = NpgsqlDbType.Interval }, new() { Value = 200 });

        plan.ShouldContain("Index Scan using outbox_leased_until");
        plan.ShouldNotContain("Seq Scan on outbox");

        // And it sleeps until the index's first entry is due.
        (await PlanAsync(OutboxTable.NextDue)).ShouldContain("using outbox_leased_until");
    }

    [Fact]
    public async Task one_that_is_due_does_not_wait_for_them()
    {
        await using var host = await TollHost.StartAsync(database);
        var gateId = await host.OpenGateAsync(database);

        await host.ToGateAsync(new CloseGateLater(gateId, TimeSpan.FromMilliseconds(1_500)));
        await database.UntilGateAsync(gateId, gate => gate?.Version == 2, "to arm its timer");
        var due = await database.ScalarAsync<DateTime>("select due_at from outbox where subject_id = $1 and token is not null", gateId);
        var closed = await host.Sightings.UntilAsync<GateClosed>(closed => closed.GateId == gateId);

        closed.Context.SentTime!.Value.ShouldBeInRange(due, due + TimeSpan.FromMinutes(1));
    }

    async Task<string> PlanAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var dataSource = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = dataSource.CreateCommand("explain " + sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var plan = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            plan.Add(reader.GetString(0));
        return string.Join('\n', plan);
    }
}
