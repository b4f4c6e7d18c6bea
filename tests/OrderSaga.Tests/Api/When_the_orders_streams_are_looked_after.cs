using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Sagas.OrderSaga.Maintenance;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_the_orders_streams_are_looked_after(When_the_orders_streams_are_looked_after.Host host) : IClassFixture<When_the_orders_streams_are_looked_after.Host>
{
    [Fact]
    public async Task A_snapshot_that_lies_is_discarded()
    {
        var orderId = await PlaceAsync();
        await Eventually.ShouldAsync(async () => await SnapshotOfAsync(orderId) is not null, "the order's snapshot");

        await host.Database.ExecuteAsync("update snapshots set data = jsonb_set(data, '{customerId}', '\"FORGED\"') where stream = $1", $"order-{orderId}");

        await Eventually.ShouldAsync(async () => await SnapshotOfAsync(orderId) is not "FORGED", "the audit to discard the forged snapshot");
    }

    [Fact]
    public async Task The_streams_are_anchored_every_day() => await Eventually.ShouldAsync(
        async () => await host.Database.ScalarAsync<long>("select count(*) from stream_anchors where day = (now() at time zone 'utc')::date") == 1, "today's anchor");

    [Fact]
    public async Task Each_audit_is_on_record_and_health_shows_the_last()
    {
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from quartz.runs where job = 'audit' and finished_at is not null and error is null") > 0, "an audit on record");

        await Eventually.ShouldAsync(async () => (await HealthAsync()).Contains("\"OrderSaga.audit\"", StringComparison.Ordinal), "health to show the audit", describe: HealthAsync);
    }

    [Fact]
    public async Task Verification_names_the_first_event_that_is_not_what_was_appended()
    {
        var orderId = await PlaceAsync();
        (await VerifyAsync()).ShouldBe((0, true));
        await host.Database.ExecuteAsync("update events set data = jsonb_set(data, '{customerId}', '\"FORGED\"') where stream = $1", $"order-{orderId}");

        var output = new StringWriter(CultureInfo.InvariantCulture);
        (await VerifyEvents.RunAsync(host.Services, output, TestContext.Current.CancellationToken)).ShouldBe(1);

        output.ToString().ShouldContain($"order-{orderId}, event 1: its content or its predecessor is not what was appended.");
        await host.Database.ExecuteAsync("update events set data = jsonb_set(data, '{customerId}', '\"VINET\"') where stream = $1", $"order-{orderId}");
        (await VerifyAsync()).ShouldBe((0, true));
    }

    [Fact]
    public async Task Health_names_who_keeps_a_transaction_open()
    {
        var settings = new NpgsqlConnectionStringBuilder(host.Database.AppConnectionString) { ApplicationName = "forgotten console", Pooling = false };
        await using var console = new NpgsqlConnection(settings.ConnectionString);
        await console.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await console.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var writing = new NpgsqlCommand("select pg_current_xact_id()", console, transaction);
        await writing.ExecuteScalarAsync(TestContext.Current.CancellationToken);

        await Eventually.ShouldAsync(
            async () => (await HealthAsync()).Contains($"Process {console.ProcessID} (forgotten console) in database {host.Database.Name} has kept a transaction open", StringComparison.Ordinal),
            "health to name the holder", describe: HealthAsync);

        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        await Eventually.ShouldAsync(async () => !(await HealthAsync()).Contains("forgotten console", StringComparison.Ordinal), "health to recover", describe: HealthAsync);
    }

    async Task<(int Code, bool Holds)> VerifyAsync()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture);
        var code = await VerifyEvents.RunAsync(host.Services, output, TestContext.Current.CancellationToken);
        return (code, output.ToString().Contains("they are what was appended", StringComparison.Ordinal));
    }

    async Task<string?> PlaceAsync()
    {
        using var body = new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync("/orders", body, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetString();
    }

    Task<string?> SnapshotOfAsync(string? orderId) =>
        host.Database.ScalarAsync<string>("select data ->> 'customerId' from snapshots where stream = $1", $"order-{orderId}");

    Task<string> HealthAsync() => host.Client.GetStringAsync("/health/ready", TestContext.Current.CancellationToken);

    public sealed class Host : OrderSagaHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["Orders:SnapshotEvery"] = "1",
            ["Orders:AuditSchedule"] = "* * * * * ?",
            ["Orders:OldTransaction"] = "00:00:00.200",
        };
    }
}
