namespace Sagas.EventStore.Tests;

public sealed class When_an_event_was_written_by_another_release
{
    readonly InMemoryEventStore store = new(TimeProvider.System);
    readonly StreamId stream = Some.Stream();

    [Fact]
    public async Task An_older_version_is_lifted_step_by_step()
    {
        const string shipTo = """{"/shipTo": {"name": "Ada", "city": "London"}}""";
        var first = await ReadAsync(Some.Event("order-placed", """{"customerId": "c", "shipTo": null, "total": "12.50"}""", shipTo, 1));
        var second = await ReadAsync(Some.Event("order-placed", """{"customerId": "c", "shipTo": null, "total": 12.50}""", shipTo, 2));

        first.ShouldBe(new OrderPlaced("c", new Address("Ada", "London"), 12.50m, "EUR"));
        second.ShouldBe(first);
    }

    [Fact]
    public async Task Todays_version_is_read_as_it_was_written()
    {
        var placed = new OrderPlaced("c", new Address("Ada", "London"), 12.50m, "GBP");
        var noted = new OrderNoted("gift");

        (await ReadAsync(OrderEventTypes.Serializer.Serialize(placed, Guid.CreateVersion7(), Some.Metadata))).ShouldBe(placed);
        (await ReadAsync(OrderEventTypes.Serializer.Serialize(noted, Guid.CreateVersion7(), Some.Metadata))).ShouldBe(noted);
    }

    [Theory]
    [InlineData("order-placed", 4, "version 4, which is newer than 3")]
    [InlineData("order-shipped", 1, "'order-shipped' is stored but not registered")]
    public async Task What_this_release_cannot_know_is_an_error_that_says_so(string type, int version, string why) =>
        (await Should.ThrowAsync<UnreadableEventException>(() => ReadAsync(Some.Event(type, schemaVersion: version)))).Message.ShouldContain(why);

    [Fact]
    public void The_gate_names_every_stored_version_without_a_path()
    {
        var types = new EventTypeMap([new EventType<OrderPlaced>("order-placed", 3) { Upcasters = [new CurrencyIsNamed()] }, OrderEventTypes.Noted]);

        var unreadable = Should.Throw<UnreadableEventException>(() => types.Check(
            [new("order-noted", 1), new("order-placed", 1), new("order-placed", 2), new("order-placed", 3), new("order-placed", 4), new("order-shipped", 1)]));

        unreadable.Message.Split(Environment.NewLine).Select(line => line.Split('.')[0]).ShouldBe(
        [
            "'order-placed' is stored in version 1, and no upcaster leads from there to 3",
            "'order-placed' is stored in version 4, which is newer than 3, the one registered",
            "'order-shipped' is stored but not registered",
        ]);
    }

    [Fact]
    public async Task The_gate_opens_when_everything_has_a_path()
    {
        await store.AppendAsync(new StreamAppend(
            stream, ExpectedVersion.NoStream, [Some.Event("order-placed", schemaVersion: 1), Some.Event("order-placed", schemaVersion: 3), Some.Event("order-noted")]));

        OrderEventTypes.Serializer.Types.Check(await store.ListEventTypesAsync());
    }

    [Fact]
    public void A_registration_that_could_not_work_is_refused()
    {
        Refused(new EventType<OrderPlaced>("order-placed", 3) { Upcasters = [new TotalBecomesANumber()] }).ShouldContain("not a chain");
        Refused(new EventType<OrderPlaced>("order-placed", 3) { Upcasters = [new CurrencyIsNamed(), new CurrencyIsNamed()] }).ShouldContain("not a chain");
        Refused(new EventType<OrderPlaced>("order-placed", 2) { Upcasters = [new CurrencyIsNamed()] }).ShouldContain("not a chain");
        Refused(new EventType<OrderPlaced>("order-placed") { Personal = ["/shipTo/nmae"] }).ShouldContain("has no 'nmae'");
        Refused(new EventType<OrderPlaced>("order-placed") { Personal = ["/shipTo", "/shipTo/name"] }).ShouldContain("personal as a whole");
        Refused(new EventType<OrderPlaced>("order-placed") { Personal = ["shipTo"] }).ShouldContain("starts with a slash");
        Refused(OrderEventTypes.Noted, new EventType<OrderPlaced>("order-noted"));
        Should.Throw<ArgumentException>(() => OrderEventTypes.Serializer.Serialize(new object(), Guid.CreateVersion7(), Some.Metadata))
            .Message.ShouldContain("has no stored name");

        static string Refused(params EventType[] types) => Should.Throw<ArgumentException>(() => new EventTypeMap(types)).Message;
    }

    async Task<object> ReadAsync(EventData appended)
    {
        await store.AppendAsync(new StreamAppend(stream, ExpectedVersion.Any, [appended]));
        return OrderEventTypes.Serializer.Deserialize(await store.ReadStreamBackwardsAsync(stream).FirstAsync());
    }
}
