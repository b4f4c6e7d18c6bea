using System.Text;
using System.Text.Json.Nodes;
using Sagas.Contracts;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_an_order_was_placed_by_an_older_release
{
    static readonly OrderStreams Orders = new(TimeProvider.System);

    [Fact]
    public async Task Its_total_was_in_dollars_at_first() =>
        (await PlacedAsync(1, """{"customerId":"BLAUS","lines":[{"sku":"NW-011","quantity":2}],"shipTo":null,"total":38.50}""")).ExpectedTotal
            .ShouldBe(new Money(38.50m, "USD"));

    [Fact]
    public async Task Then_its_currency_stood_beside_the_total() =>
        (await PlacedAsync(2, """{"customerId":"BLAUS","lines":[{"sku":"NW-011","quantity":2}],"shipTo":null,"total":3850,"currency":"JPY"}""")).ExpectedTotal
            .ShouldBe(new Money(3850m, "JPY"));

    [Theory]
    [InlineData(1, """{"customerId":"BLAUS","lines":[],"shipTo":null,"total":null}""")]
    [InlineData(1, """{"customerId":"BLAUS","lines":[],"shipTo":null}""")]
    [InlineData(2, """{"customerId":"BLAUS","lines":[],"shipTo":null,"total":null,"currency":"EUR"}""")]
    public async Task A_customer_who_was_shown_no_total_still_expects_none(int version, string data) =>
        (await PlacedAsync(version, data)).ExpectedTotal.ShouldBeNull();

    [Fact]
    public void Each_step_lifts_one_version()
    {
        var first = JsonNode.Parse("""{"total":38.5}""")!.AsObject();

        var second = new PlacedInDollars().Upcast(first);
        second.ToJsonString().ShouldBe("""{"total":38.5,"currency":"USD"}""");
        new PlacedWithTotalAndCurrency().Upcast(second).ToJsonString().ShouldBe("""{"expectedTotal":{"amount":"38.5","currency":"USD"}}""");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_address_is_where_it_was_until_the_customer_is_erased(int version)
    {
        const string Data = """{"customerId":"BLAUS","lines":[],"shipTo":null}""";
        const string Personal = """{"/shipTo":{"name":"Hanna Moos","street":"Forsterstr. 57","city":"Mannheim","region":null,"postalCode":"68306","country":"Germany"}}""";
        var recorded = await RecordAsync(version, Data, Personal);

        Placed(recorded).ShipTo!.City.ShouldBe("Mannheim");
        Placed(recorded with { Personal = recorded.Personal! with { Value = default, Salt = default } }).ShipTo.ShouldBeNull();
    }

    [Fact]
    public async Task A_version_of_a_newer_release_is_refused_by_name()
    {
        var recorded = await RecordAsync(4, "{}");

        Should.Throw<UnreadableEventException>(() => Placed(recorded)).Message.ShouldContain("'order-placed' is stored in version 4, which is newer than 3");
        Should.Throw<UnreadableEventException>(() => Orders.Serializer.Types.Check([new StoredEventType("order-placed", 4)]))
            .Message.ShouldContain("Run the release that wrote it");
    }

    [Fact]
    public void Every_version_since_the_first_passes_the_gate() =>
        Should.NotThrow(() => Orders.Serializer.Types.Check(
            OrderEventTypes.All.SelectMany(type => Enumerable.Range(1, type.SchemaVersion).Select(version => new StoredEventType(type.Name, version)))));

    static async Task<OrderEvent.Placed> PlacedAsync(int version, string data) => Placed(await RecordAsync(version, data));

    static OrderEvent.Placed Placed(RecordedEvent recorded) => (OrderEvent.Placed)Orders.Serializer.Deserialize(recorded);

    static async Task<RecordedEvent> RecordAsync(int version, string data, string? personal = null)
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        var stream = OrderStreams.StreamOf(Guid.CreateVersion7());
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.NoStream,
        [
            new EventData
            {
                EventId = Guid.CreateVersion7(),
                Type = "order-placed",
                SchemaVersion = version,
                Data = Encoding.UTF8.GetBytes(data),
                Personal = personal is null ? default : Encoding.UTF8.GetBytes(personal),
                Metadata = new EventMetadata { Actor = "customer BLAUS" },
            },
        ]));
        return (await store.LoadAsync(stream)).Tail[0];
    }
}
