using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Tests.Orders;

namespace Sagas.OrderSaga.Tests.Api;

/// <summary>Placed at nine, by the first release; reserved at ten and paid in the same instant; shipped and confirmed at eleven.</summary>
public sealed class When_an_order_is_looked_at_as_it_was(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    static readonly DateTimeOffset Nine = AnOrder.Monday;
    static readonly DateTimeOffset Ten = Nine.AddHours(1);
    static readonly DateTimeOffset Eleven = Nine.AddHours(2);

    readonly Guid _orderId = Guid.CreateVersion7();

    [Theory]
    [InlineData("", 5, "Confirmed")]
    [InlineData("?version=1", 1, "Placed")]
    [InlineData("?version=2", 2, "Reserved")]
    [InlineData("?version=3", 3, "Paid")]
    [InlineData("?version=5", 5, "Confirmed")]
    [InlineData("?version=005", 5, "Confirmed")]
    [InlineData("?at=2025-03-03T09:00:00Z", 1, "Placed")]
    [InlineData("?at=2025-03-03T09:59:59.999999Z", 1, "Placed")]
    [InlineData("?at=2025-03-03T10:00:00Z", 3, "Paid")]
    [InlineData("?at=2025-03-03T11:30:00%2B01:00", 3, "Paid")]
    [InlineData("?at=2025-03-03t11:00:00.000000000001z", 5, "Confirmed")]
    [InlineData("?at=2026-01-01T00:00:00-05:00", 5, "Confirmed")]
    public async Task It_shows_what_had_happened_by_then(string query, int version, string status)
    {
        await HappenAsync();

        var (answer, order) = await GetAsync($"/orders/{_orderId}{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("X-Event-Version").ShouldHaveSingleItem().ShouldBe($"{version}");
        order.GetProperty("version").GetInt64().ShouldBe(version);
        order.GetProperty("status").GetString().ShouldBe(status);
        order.GetProperty("expectedTotal").GetProperty("currency").GetString().ShouldBe("USD", "the first release wrote amounts in dollars");
    }

    [Theory]
    [InlineData("?at=2025-03-03T08:59:59.999999Z", "was placed at 2025-03-03T09:00:00")]
    [InlineData("?version=6", "is at version 5")]
    [InlineData("?version=9223372036854775807", "is at version 5")]
    public async Task It_is_not_found_where_there_was_nothing(string query, string because)
    {
        await HappenAsync();

        var (answer, problem) = await GetAsync($"/orders/{_orderId}{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        problem.GetProperty("detail").GetString()!.ShouldContain(because);
        answer.Headers.Contains("X-Event-Version").ShouldBeFalse();
    }

    [Theory]
    [InlineData("?version=1")]
    [InlineData("?at=2025-03-03T09:00:00Z")]
    public async Task An_order_that_never_was_has_no_past(string query)
    {
        var (answer, problem) = await GetAsync($"/orders/{_orderId}{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        problem.GetProperty("title").GetString().ShouldBe("There is no such order.");
    }

    [Theory]
    [InlineData("?version=0", "version")]
    [InlineData("?version=-1", "version")]
    [InlineData("?version=%2B1", "version")]
    [InlineData("?version=1.0", "version")]
    [InlineData("?version=abc", "version")]
    [InlineData("?version=", "version")]
    [InlineData("?version=%201", "version")]
    [InlineData("?version=%D9%A1", "version")]
    [InlineData("?version=1&version=2", "version")]
    [InlineData("?version=99999999999999999999", "version")]
    [InlineData("?at=", "at")]
    [InlineData("?at=yesterday", "at")]
    [InlineData("?at=2025-03-03", "at")]
    [InlineData("?at=2025-03-03T10:00:00", "at")]
    [InlineData("?at=2025-03-03T10:00:00+01:00", "at")]
    [InlineData("?at=2025-02-30T10:00:00Z", "at")]
    [InlineData("?at=2025-03-03T24:00:00Z", "at")]
    [InlineData("?at=2025-03-03T10:00:00%2B15:00", "at")]
    [InlineData("?at=0001-01-01T00:00:00%2B14:00", "at")]
    [InlineData("?at=2025-03-03T10:00:00Z%00", "at")]
    [InlineData("?at=9999-12-31T23:59:59Z", "at")]
    [InlineData("?version=1&at=2025-03-03T10:00:00Z", "at")]
    [InlineData("?version=1&at=2025-03-03T10:00:00Z", "version")]
    public async Task Nonsense_is_refused_by_the_name_of_its_field(string query, string field)
    {
        var (answer, problem) = await GetAsync($"/orders/{_orderId}{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").GetProperty(field).GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Where_clocks_disagreed_it_is_still_the_beginning_of_its_stream()
    {
        await AppendAsync(0, Nine, """{"customerId":"BLAUS","lines":[{"sku":"NW-011","quantity":2},{"sku":"NW-042","quantity":1}],"shipTo":null}""");
        await AppendAsync(1, Eleven, AnOrder.Reserved);
        await AppendAsync(2, Ten, AnOrder.Captured);

        (await GetAsync($"/orders/{_orderId}?at={Ten:yyyy-MM-ddTHH:mm:ssZ}")).Body.GetProperty("version").GetInt64().ShouldBe(1);
        (await GetAsync($"/orders/{_orderId}?at={Eleven:yyyy-MM-ddTHH:mm:ssZ}")).Body.GetProperty("version").GetInt64().ShouldBe(3);
    }

    [Fact]
    public async Task Its_events_show_the_version_that_each_was_stored_in()
    {
        await HappenAsync();

        var (answer, events) = await GetAsync($"/orders/{_orderId}/events");

        answer.Headers.GetValues("X-Event-Version").ShouldHaveSingleItem().ShouldBe("5");
        events.EnumerateArray().Select(it => $"{it.GetProperty("version")} {it.GetProperty("type")} {it.GetProperty("schemaVersion")}").ShouldBe(
        [
            "1 order-placed 1", "2 order-stock-reserved 1", "3 order-payment-captured 1", "4 order-shipment-created 1", "5 order-confirmed 1",
        ]);
        events[0].GetProperty("data").GetProperty("total").GetDecimal().ShouldBe(38.50m, "history is shown as it was written");
    }

    async Task HappenAsync()
    {
        await AppendAsync(0, Nine, """{"customerId":"BLAUS","lines":[{"sku":"NW-011","quantity":2},{"sku":"NW-042","quantity":1}],"shipTo":null,"total":38.50}""");
        await AppendAsync(1, Ten, AnOrder.Reserved, AnOrder.Captured);
        await AppendAsync(3, Eleven, AnOrder.ShipmentCreated, AnOrder.Confirmed);
    }

    Task AppendAsync(long after, DateTimeOffset at, params OrderEvent[] events) =>
        AppendAsync(after, at, [.. events.Select(it => Orders.Serializer.Serialize(it, Guid.CreateVersion7(), By))]);

    Task AppendAsync(long after, DateTimeOffset at, string placedInDollars) => AppendAsync(after, at,
    [
        new EventData
        {
            EventId = Guid.CreateVersion7(),
            Type = "order-placed",
            SchemaVersion = 1,
            Data = Encoding.UTF8.GetBytes(placedInDollars),
            Metadata = By,
        },
    ]);

    async Task AppendAsync(long after, DateTimeOffset at, EventData[] events)
    {
        await using var database = NpgsqlDataSource.Create(host.Database.AppConnectionString);
        await new PostgresEventStore(database, new ClockThatStandsAt(at)).AppendAsync(
            new StreamAppend(OrderStreams.StreamOf(_orderId), ExpectedVersion.Exactly(after), events), TestContext.Current.CancellationToken);
    }

    async Task<(HttpResponseMessage Answer, JsonElement Body)> GetAsync(string path)
    {
        var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        return (answer, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    static EventMetadata By => new() { Actor = "an older release" };

    OrderStreams Orders { get; } = new(TimeProvider.System);

    sealed class ClockThatStandsAt(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
