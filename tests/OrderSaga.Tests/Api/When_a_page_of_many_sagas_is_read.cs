using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Tests.Api;

/// <summary>A search reads the rows of its page. Nothing here is timed: what counts is what PostgreSQL says that it read.</summary>
public sealed class When_a_page_of_many_sagas_is_read(When_a_page_of_many_sagas_is_read.HostWithManySagas host, ITestOutputHelper output)
    : IClassFixture<When_a_page_of_many_sagas_is_read.HostWithManySagas>
{
    /// <summary>What is asked for, as GET /sagas is, and the index that answers it.</summary>
    public static TheoryData<string, string> Searches => new()
    {
        { "", "by_state" },
        { "saga=ReturnOrder", "by_state" },
        { "olderThan=00:30:00", "by_state" },
        { "state=Parked", "by_state" },
        { "state=CapturingPayment&olderThan=00:30:00", "by_state" },
        { "definitionVersion=1", "by_state" },
        { "definitionVersion=2&state=CreatingShipment", "by_state" },
        { "overdue=true", "by_deadline" },
        { "overdue=true&state=CapturingPayment", "by_deadline" },
        { "overdue=true&definitionVersion=2", "by_deadline" },
        { "error=not ANSWERED", "by_error" },
        { "error=CapturePayment&definitionVersion=2", "by_error" },
        { "customerId=C0047", "by_customer" },
        { "customerId=C0047&state=ReservingStock", "by_customer" },
        { "outcome=any", "ended" },
        { "outcome=Cancelled", "ended" },
        { "outcome=Cancelled&olderThan=00:30:00", "ended" },
        { "outcome=Confirmed&definitionVersion=1", "ended" },
        { "reason=PaymentDeclined", "ended_by_reason" },
        { "outcome=any&customerId=C0010", "ended_by_customer" },
        { "outcome=Cancelled&customerId=C0027&definitionVersion=2", "ended_by_customer" },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task only_the_rows_of_the_page_are_read(string question, string index)
    {
        var wanted = host.Read(question);

        output.WriteLine(string.Join('\n', await host.Search.ReadAsync(
            wanted, statement => $"explain (analyze, buffers, costs off, timing off, summary off) {statement}", row => row.GetString(0), TestContext.Current.CancellationToken)));
        var (first, found) = await PlanAsync(wanted);
        var (second, _) = await PlanAsync(wanted with { After = found });

        foreach (var plan in new[] { first, second })
        {
            plan.Nodes.ShouldNotContain(node => node.Type.Contains("Sort", StringComparison.Ordinal) || node.Type == "Seq Scan", plan.Text);
            plan.Nodes.Where(node => node.Index is not null).ShouldAllBe(node => node.Index!.EndsWith($"_order_sagas_{index}", StringComparison.Ordinal), plan.Text);
            // A merge holds the next row of each range ready.
            plan.RowsRead.ShouldBeLessThanOrEqualTo(wanted.PageSize + plan.Nodes.Count(node => node.Index is not null), plan.Text);
            plan.Nodes.Sum(node => node.RowsFilteredOut).ShouldBe(0, plan.Text);
        }
    }

    [Fact]
    public async Task page_after_page_all_are_found_and_none_twice()
    {
        var wanted = host.Read("state=RefundingPayment");
        var seen = new List<SagaSummary>();
        for (SagaPage? page = null; page is null || page.Next is not null;)
        {
            page = await host.Search.FindAsync(wanted, TestContext.Current.CancellationToken);
            seen.AddRange(page.Sagas);
            wanted = wanted with { After = page.Next is { } next && SagaCursor.TryParse(next, out var cursor) ? cursor : null };
        }

        seen.Count.ShouldBe((int)await host.Database.ScalarAsync<long>("select count(*) from place_order_sagas where current_state = 'RefundingPayment'"));
        seen.Select(saga => saga.SagaId).Distinct().Count().ShouldBe(seen.Count);
        seen.Select(saga => saga.WaitingSince).ShouldBeInOrder();
    }

    async Task<(Plan Plan, SagaCursor? Last)> PlanAsync(SagaCriteria wanted)
    {
        var page = await host.Search.FindAsync(wanted, TestContext.Current.CancellationToken);
        page.Sagas.ShouldNotBeEmpty("a plan of nothing shows nothing");
        var plan = await host.Search.ReadAsync(
            wanted, statement => $"explain (analyze, buffers, format json) {statement}", row => row.GetString(0), TestContext.Current.CancellationToken);
        var last = page.Sagas[page.Sagas.Count / 2];
        var since = wanted.HasEnded ? last.EndedAt : wanted.Overdue ? last.Deadline : last.WaitingSince;
        return (Plan.Read(plan.Single()), new SagaCursor(since!.Value, last.SagaId));
    }

    sealed record Plan(string Text, IReadOnlyList<Node> Nodes)
    {
        public long RowsRead => Nodes.Where(node => node.Index is not null).Sum(node => node.Rows);

        public static Plan Read(string json)
        {
            using var plan = JsonDocument.Parse(json);
            return new Plan(json, [.. Below(plan.RootElement[0].GetProperty("Plan"))]);
        }

        static IEnumerable<Node> Below(JsonElement node)
        {
            yield return new Node(
                node.GetProperty("Node Type").GetString()!,
                node.TryGetProperty("Index Name", out var index) ? index.GetString() : null,
                node.GetProperty("Actual Rows").GetInt64(),
                node.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetInt64() : 0);
            if (!node.TryGetProperty("Plans", out var plans))
                yield break;
            foreach (var below in plans.EnumerateArray().SelectMany(Below))
                yield return below;
        }
    }

    sealed record Node(string Type, string? Index, long Rows, long RowsFilteredOut);

    public sealed class HostWithManySagas : OrderSagaHost, IAsyncLifetime
    {
        internal SagaSearch Search => Services.GetRequiredService<SagaSearch>();

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            await ManySagas.FillAsync(Database);
        }

        /// <summary>What GET /sagas makes of a question.</summary>
        internal SagaCriteria Read(string question)
        {
            var asked = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(question);
            string? Of(string name) => asked.TryGetValue(name, out var value) ? value.ToString() : null;
            using var scope = Services.CreateScope();
            var errors = new FieldErrors();
            var wanted = new SagaQuestion(
                Of("saga"), Of("state"), Of("overdue"), Of("olderThan"), Of("error"), Of("customerId"), Of("definitionVersion"), Of("outcome"), Of("reason"), Of("trouble"),
                Of("after"))
                .Read(scope.ServiceProvider.GetRequiredService<SagaTypes>(), asked.Keys, errors);
            errors.Sentences.ShouldBeEmpty();
            return wanted;
        }
    }
}
