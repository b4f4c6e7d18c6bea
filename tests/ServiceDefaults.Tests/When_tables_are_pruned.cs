using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Quartz;
using Sagas.ServiceDefaults.Tests.Offices;
using Sagas.TestKit;

namespace Sagas.ServiceDefaults.Tests;

public sealed class When_tables_are_pruned : IAsyncLifetime
{
    static readonly (string, string?)[] EverySecond =
        [("Maintenance:Schedule", "* * * * * ?"), ("Maintenance:BatchSize", "1000"), ("Maintenance:Pause", "00:00:00.001")];

    readonly TestDatabase _north = new();
    readonly TestDatabase _south = new();

    public async ValueTask InitializeAsync()
    {
        await _north.InitializeAsync();
        await _south.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _north.DisposeAsync();
        await _south.DisposeAsync();
    }

    [Fact]
    public async Task what_is_older_than_the_window_goes_and_the_rest_stays_and_health_tells()
    {
        await using var app = await OfficeHost.StartAsync(_north, _south, EverySecond);
        await _north.ExecuteAsync("""
            insert into inbox (message_id, consumer_id, handled_at)
            select gen_random_uuid(), gen_random_uuid(), now() - interval '6 days 23 hours' - n * interval '1 hour' from generate_series(0, 3499) n
            """);

        await Eventually.ShouldAsync(
            async () => await _north.ScalarAsync<long>("select count(*) from inbox") == 1, "one row to be left", describe: async () =>
                $"{await _north.ScalarAsync<long>("select count(*) from inbox")} rows, runs: {await RunsAsync(_north)}");
        (await _south.ScalarAsync<long>("select count(*) from inbox")).ShouldBe(0);

        await Eventually.ShouldAsync(async () => (await HealthAsync(app)).Contains("North.pruning", StringComparison.Ordinal), "health to show the run");
        var run = JsonDocument.Parse(await HealthAsync(app)).RootElement.GetProperty("checks").GetProperty("maintenance").GetProperty("data").GetProperty("North.pruning");
        run.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
        run.GetProperty("nextAt").GetDateTimeOffset().ShouldBeGreaterThan(run.GetProperty("startedAt").GetDateTimeOffset().AddSeconds(-1));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task of_two_processes_one_runs_each_job()
    {
        await using var one = await OfficeHost.StartAsync(_north, _south, EverySecond);
        await using var other = await OfficeHost.StartAsync(_north, _south, EverySecond);

        await Eventually.ShouldAsync(async () => await CountAsync() >= 6, "six runs", describe: () => RunsAsync(_north));
        IScheduler[] schedulers = [await SchedulerAsync(one), await SchedulerAsync(other)];
        foreach (var scheduler in schedulers)
            await scheduler.Standby(TestContext.Current.CancellationToken);
        await Eventually.ShouldAsync(async () => await ExecutedAsync(schedulers) == await FinishedAsync(), "as many jobs to be executed as there are runs", describe: async () =>
            $"{await ExecutedAsync(schedulers)} executed; {await RunsAsync(_north)}");

        // A run that both had begun would have been executed twice, and failed at the second one's record of it.
        (await _north.ScalarAsync<long>("select count(*) from quartz.runs where error is not null")).ShouldBe(0);
        await one.StopAsync(TestContext.Current.CancellationToken);
        await other.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task a_run_that_fails_says_why_and_the_host_stays_in_service()
    {
        await using var app = await OfficeHost.StartAsync(_north, _south, EverySecond);
        await Eventually.ShouldAsync(async () => await CountAsync() >= 1, "a run");
        await _north.ExecuteAsync("revoke delete on inbox from sagas_app");

        await Eventually.ShouldAsync(
            async () => (await HealthAsync(app)).Contains("permission denied for table inbox", StringComparison.Ordinal), "health to tell of the failure",
            describe: () => HealthAsync(app));
        JsonDocument.Parse(await HealthAsync(app)).RootElement.GetProperty("status").GetString().ShouldBe("Degraded");
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task decided_dead_letters_and_old_runs_go_and_open_ones_stay()
    {
        await using var app = await OfficeHost.StartAsync(_north, _south, EverySecond);
        await _north.ExecuteAsync("insert into quartz.runs (job, scheduled_at, instance, started_at) select 'pruning', now() - d, 'gone', now() - d from unnest(array[interval '29 days', '31 days']) d");
        await _north.ExecuteAsync("""
            insert into dead_letters (dead_letter_id, endpoint, message_type, headers, body, reason, fingerprint, attempts, first_failed_at, last_failed_at, status, decided_by, decided_because, decided_at)
            select gen_random_uuid(), 'north', '', '{}', '', 'Failed', status || days, 1, now() - interval '200 days', now() - interval '200 days', status, 'ada', 'Done.', now() - days * interval '1 day'
            from unnest(array['Open', 'Redriven', 'Dismissed']) status, unnest(array[89, 91]) days
            """);

        await Eventually.ShouldAsync(async () => await LeftAsync() == "Dismissed89, Open89, Open91, Redriven89", "the old ones that were decided to go", describe: LeftAsync);
        await Eventually.ShouldAsync(
            async () => await _north.ScalarAsync<long>("select count(*) from quartz.runs where instance = 'gone'") == 1, "the older run to go", describe: () => RunsAsync(_north));
        await app.StopAsync(TestContext.Current.CancellationToken);

        async Task<string> LeftAsync() => (await _north.ScalarAsync<string>("select string_agg(fingerprint, ', ' order by fingerprint collate \"C\") from dead_letters"))!;
    }

    [Fact]
    public async Task a_run_that_hangs_or_does_not_come_shows()
    {
        await using var app = await OfficeHost.StartAsync(_north, _south, ("Maintenance:Schedule", "0 0 0 1 1 ?"));
        (await MaintenanceAsync()).ShouldBe("Healthy: Maintenance runs on schedule.");

        await _north.ExecuteAsync("insert into quartz.runs (job, scheduled_at, instance, started_at) values ('pruning', now(), 'gone', now() - interval '50 minutes')");
        (await MaintenanceAsync()).ShouldBe("Healthy: Maintenance runs on schedule.");
        await _north.ExecuteAsync("update quartz.runs set started_at = now() - interval '70 minutes'");
        (await MaintenanceAsync()).ShouldMatch("^Degraded: North: pruning began at .* and has not finished.$");

        await _north.ExecuteAsync("update quartz.runs set finished_at = now()");
        // Paused, so that the scheduler does not catch up on it.
        await _north.ExecuteAsync("update quartz.triggers set trigger_state = 'PAUSED', next_fire_time = $1", TimeProvider.System.GetUtcNow().AddMinutes(-70).UtcTicks);
        (await MaintenanceAsync()).ShouldMatch("^Degraded: North: pruning was due at .* and has not begun.$");
        await app.StopAsync(TestContext.Current.CancellationToken);

        async Task<string> MaintenanceAsync()
        {
            var check = JsonDocument.Parse(await HealthAsync(app)).RootElement.GetProperty("checks").GetProperty("maintenance");
            return $"{check.GetProperty("status").GetString()}: {check.GetProperty("description").GetString()}";
        }
    }

    Task<long> CountAsync() => _north.ScalarAsync<long>("select count(*) from quartz.runs");

    Task<long> FinishedAsync() => _north.ScalarAsync<long>("select count(*) from quartz.runs where finished_at is not null");

    static async Task<IScheduler> SchedulerAsync(WebApplication app) =>
        await app.Services.GetRequiredKeyedService<ISchedulerFactory>("North").GetScheduler(TestContext.Current.CancellationToken);

    static async Task<long> ExecutedAsync(IScheduler[] schedulers)
    {
        var executed = 0L;
        foreach (var scheduler in schedulers)
            executed += (await scheduler.GetMetadata(TestContext.Current.CancellationToken)).JobsExecuted;
        return executed;
    }

    static async Task<string> HealthAsync(WebApplication app)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        return await http.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken);
    }

    static async Task<string> RunsAsync(TestDatabase database) => string.Join("; ", await database.QueryAsync(
        "select scheduled_at, instance, finished_at, rows_removed, error from quartz.runs order by 1",
        row => $"{row[0]} by {row[1]} until {row[2]}: {row[3]} {row[4]}"));
}
