using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using Sagas.OrderSaga.ReadSide;

namespace Sagas.OrderSaga.Tests.ReadSide;

public sealed class When_read_models_are_looked_after(HostWithOrders host) : IClassFixture<HostWithOrders>
{
    [Fact]
    public async Task a_rebuild_equals_what_was_projected_event_by_event_and_can_be_rolled_back()
    {
        var output = new StringWriter();

        (await RebuildReadModel.RunAsync(host.Services, ["orders"], output, TestContext.Current.CancellationToken)).ShouldBe(0, output.ToString());

        output.ToString().ShouldContain("equals the one that was live");
        output.ToString().ShouldContain($"of {host.Streams.Sum(stream => stream.Events.Count)} events");
        (await host.GetAsync("/projections"))[0].GetProperty("liveSlot").GetString().ShouldBe("b");
        (await host.GetAsync("/orders?limit=1000")).GetProperty("orders").GetArrayLength().ShouldBe(HostWithOrders.Orders);
        (await IndexesAsync("b")).ShouldBe(await IndexesAsync("a"));
        (await RollBackReadModel.RunAsync(host.Services, ["orders", "to be sure"], output, TestContext.Current.CancellationToken)).ShouldBe(0);
        (await host.GetAsync("/projections"))[0].GetProperty("liveSlot").GetString().ShouldBe("a");
    }

    [Fact]
    public async Task the_indexes_of_the_live_slot_cannot_be_dropped()
    {
        await using var app = NpgsqlDataSource.Create(host.Database.AppConnectionString);
        await using var drop = app.CreateCommand("select drop_order_indexes((select live_slot from projections where projection = 'orders'))");

        (await Should.ThrowAsync<PostgresException>(() => drop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken))).MessageText.ShouldContain("is live");
    }

    [Theory]
    [InlineData("drop_order_indexes($1)")]
    [InlineData("build_order_index($1, 'placed')")]
    [InlineData("build_order_index('b', $1)")]
    [InlineData("analyze_order_rows($1, 'order_summaries')")]
    [InlineData("analyze_order_rows('b', $1)")]
    public async Task what_runs_with_the_owners_rights_takes_slots_and_no_sql(string function)
    {
        foreach (var input in new[] { "x; delete from customer_totals; --", "b; delete from customer_totals; --", "c", "", null })
        {
            await using var app = NpgsqlDataSource.Create(host.Database.AppConnectionString);
            await using var call = app.CreateCommand($"select {function}");
            call.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = input });

            (await Should.ThrowAsync<PostgresException>(() => call.ExecuteNonQueryAsync(TestContext.Current.CancellationToken), input))
                .SqlState.ShouldBe(PostgresErrorCodes.InvalidParameterValue, input);
        }

        (await host.Database.ScalarAsync<long>("select count(*) from customer_totals")).ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData]
    [InlineData("customers")]
    [InlineData("orders", "--force")]
    [InlineData("orders", "--force", "--from-the-start")]
    [InlineData("orders", "now")]
    public async Task a_command_that_makes_no_sense_is_told_what_would(params string[] args)
    {
        var output = new StringWriter();

        (await RebuildReadModel.RunAsync(host.Services, args, output, TestContext.Current.CancellationToken)).ShouldBe(2);

        output.ToString().ShouldContain("rebuild PROJECTION");
        output.ToString().ShouldContain("PROJECTION is one of: orders.");
    }

    [Fact]
    public async Task a_second_rebuild_at_the_same_time_is_told_so()
    {
        await using var other = await host.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await other.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var rebuilding = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('rebuild of projection orders', 0))", other);
        await rebuilding.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var output = new StringWriter();

        (await RebuildReadModel.RunAsync(host.Services, ["orders"], output, TestContext.Current.CancellationToken)).ShouldBe(2);

        output.ToString().ShouldContain("the live one stays. orders is being rebuilt by somebody else.");
    }

    [Fact]
    public async Task a_dismissal_is_of_the_event_that_was_listed()
    {
        var id = await host.Database.ScalarAsync<long>(
            "insert into projection_set_aside (projection, slot, partition, stream, version, type, error) values ('orders', 'a', 0, 'order-of-a-test', 4, 'any', 'any') returning id");

        using var answer = await host.Client.PostAsJsonAsync(
            $"/projections/set-aside/{id}/dismiss", new { version = 3, reason = "It is of a test." }, TestContext.Current.CancellationToken);

        (await host.Database.ExecuteAsync("delete from projection_set_aside where dismissed_at is null")).ShouldBe(1);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task how_they_stand_shows_in_health()
    {
        var health = (await host.GetAsync("/health/ready")).GetProperty("checks").GetProperty("projections");

        health.GetProperty("status").GetString().ShouldBe("Healthy");
        health.GetProperty("data").GetProperty("orders").GetProperty("lagEvents").GetInt64().ShouldBe(0);
    }

    [Theory]
    [InlineData("retry", """{"reason":"mended"}""", HttpStatusCode.NotFound)]
    [InlineData("dismiss", """{"version":3,"reason":"mended"}""", HttpStatusCode.NotFound)]
    [InlineData("dismiss", """{"version":3,"reason":" "}""", HttpStatusCode.BadRequest)]
    [InlineData("dismiss", """{"reason":"mended"}""", HttpStatusCode.BadRequest)]
    [InlineData("dismiss", "{}", HttpStatusCode.BadRequest)]
    public async Task a_decision_needs_an_event_and_a_reason(string decision, string body, HttpStatusCode expected)
    {
        (await host.GetAsync("/projections/set-aside")).GetArrayLength().ShouldBe(0);

        using var answer = await host.Client.PostAsync(
            $"/projections/set-aside/1/{decision}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(expected);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
    }

    Task<IReadOnlyList<string>> IndexesAsync(string slot) => host.Database.QueryAsync(
        "select replace(indexname, '_' || $1 || '_', '_') from pg_indexes where tablename like 'order\\_%\\_' || $1 order by 1", row => row.GetString(0), slot);
}
