using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Sagas.OrderSaga.Troubles;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Troubles;

public sealed class When_sagas_are_in_trouble(TroubledShop shop) : IClassFixture<TroubledShop>
{
    [Fact]
    public async Task among_ten_thousand_healthy_ones_all_of_them_are_found_and_nothing_else()
    {
        (await shop.Database.ScalarAsync<long>("select (select count(*) from place_order_sagas) + (select count(*) from return_order_sagas)")).ShouldBeGreaterThan(10_000);

        var found = await shop.Services.GetRequiredService<TroubleReader>().FindAsync(10_001, TestContext.Current.CancellationToken);

        found.Select(saga => (NameOf(saga.Facts.SagaId), saga.Trouble.Kind)).ShouldBe(shop.Planted.Values, ignoreOrder: true);
    }

    [Fact]
    public async Task each_says_what_shows_it_and_what_to_do()
    {
        foreach (var saga in (await shop.Services.GetRequiredService<TroubleReader>().FindAsync(10_001, TestContext.Current.CancellationToken)).Select(saga => saga.Trouble))
        {
            saga.Evidence.ShouldNotBeEmpty();
            saga.Evidence.ShouldAllBe(evidence => evidence.Text.EndsWith('.') || evidence.Text.Length > 40);
            saga.Action.Text.ShouldNotBeNullOrWhiteSpace();
            (saga.Action.Request is null).ShouldBe(saga.Action.Address is null);
        }
    }

    [Theory]
    [InlineData("overdue order", "Overdue", null)]
    [InlineData("silent warehouse", "ReplyLost", null)]
    [InlineData("unroutable command", "Undeliverable", null)]
    [InlineData("poisoned answer", "Poisoned", "redrive")]
    [InlineData("no timer", "OrphanedTimer", "retry")]
    [InlineData("failed undo", "CompensationFailed", "retry")]
    [InlineData("failed step", "StepFailed", "retry")]
    [InlineData("timer of an ended one", "OrphanedTimer", null)]
    public async Task a_saga_tells_of_its_own(string name, string kind, string? request)
    {
        var trouble = (await GetAsync($"/sagas/{shop[name]}")).GetProperty("trouble");

        trouble.GetProperty("kind").GetString().ShouldBe(kind);
        trouble.GetProperty("action").GetProperty("request").GetString().ShouldBe(request);
    }

    [Fact]
    public async Task one_that_waits_in_time_says_until_when()
    {
        var healthy = await shop.Database.ScalarAsync<Guid>("select correlation_id from place_order_sagas where current_state = 'ReservingStock' and deadline_at > now() and attempt = 1 limit 1");

        var trouble = (await GetAsync($"/sagas/{healthy}")).GetProperty("trouble");

        trouble.GetProperty("kind").GetString().ShouldBe("Waiting");
        trouble.GetProperty("needsSomebody").GetBoolean().ShouldBeFalse();
        trouble.GetProperty("evidence")[0].GetProperty("text").GetString()!.ShouldStartWith("Inventory was sent ReserveStock (attempt 1 of 3), and has until ");
    }

    [Theory]
    [InlineData("any")]
    [InlineData("Poisoned")]
    [InlineData("OrphanedTimer")]
    [InlineData("StepFailed")]
    public async Task they_can_be_searched_for(string trouble)
    {
        var sagas = (await GetAsync($"/sagas?trouble={trouble}")).GetProperty("sagas").EnumerateArray().ToList();

        sagas.Select(saga => (NameOf(saga.GetProperty("sagaId").GetGuid()), saga.GetProperty("trouble").GetString())).ShouldBe(
            shop.Planted.Values.Where(planted => trouble == "any" || planted.Kind.ToString() == trouble).Select(planted => (planted.Name, (string?)planted.Kind.ToString())), ignoreOrder: true);
    }

    [Fact]
    public async Task health_counts_them_and_says_that_somebody_is_needed()
    {
        var check = (await GetAsync("/health/ready")).GetProperty("checks").GetProperty("sagas");

        check.GetProperty("status").GetString().ShouldBe("Degraded");
        check.GetProperty("description").GetString()!.ShouldContain("4 poisoned");
        check.GetProperty("data").GetProperty("ReplyLost").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task gauges_count_them_by_type_and_kind()
    {
        var measured = new ConcurrentDictionary<(string, string), int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "sagas.troubled")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, sagas, tags, _) => measured.AddOrUpdate(
            ((string)tags[0].Value!, (string)tags[1].Value!), sagas, (_, others) => Math.Max(sagas, others)));
        listener.Start();

        await Eventually.ShouldAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                return Task.FromResult(measured.GetValueOrDefault(("ReturnOrder", "Poisoned")) == 2 && measured.GetValueOrDefault(("ReturnOrder", "StepFailed")) == 1);
            },
            "the gauges to have looked again",
            describe: () => Task.FromResult(string.Join(", ", measured)));
    }

    [Theory]
    [InlineData("Waiting")]
    [InlineData("poisoned")]
    public async Task a_trouble_that_there_is_not_is_refused(string trouble)
    {
        using var answer = await shop.Client.GetAsync($"/sagas?trouble={trouble}", TestContext.Current.CancellationToken);

        ((int)answer.StatusCode).ShouldBe(400);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("CompensationFailed");
    }

    [Fact]
    public async Task however_many_have_ended_they_are_not_read()
    {
        await using var connection = await shop.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("set local enable_seqscan = off"));
        var statement = shop.Services.GetRequiredService<TroubleReader>().Suspects(sagaId: null, TimeProvider.System.GetUtcNow(), limit: 10_001);
        statement.CommandText = $"explain {statement.CommandText}";
        batch.BatchCommands.Add(statement);
        var lines = new List<string>();
        await using (var reader = await batch.ExecuteReaderAsync(TestContext.Current.CancellationToken))
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
                lines.Add(reader.GetString(0));
        }

        var plan = string.Join('\n', lines);
        // Through one of their indexes of those under way, whichever the planner takes. Here half of the returns are under way, and a table is read whole for less.
        plan.ShouldMatch("Scan (using|on) place_order_sagas_by_(state|customer)");
        plan.ShouldMatch("Scan (using|on) return_order_sagas_by_(state|customer)");
        plan.ShouldNotContain("Seq Scan on place_order_sagas");
        plan.ShouldNotContain("Seq Scan on return_order_sagas");
    }

    string NameOf(Guid saga) => shop.Planted.TryGetValue(saga, out var planted) ? planted.Name : $"a healthy one, {saga}";

    async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await shop.Client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)answer.StatusCode}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }
}
