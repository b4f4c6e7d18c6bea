using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using Sagas.SagaTimeline.Hashing;
using Sagas.SagaTimeline.Masking;
using Sagas.SagaTimeline.Recording;

namespace Sagas.SagaTimeline.Tests.Recording;

public sealed class When_a_saga_is_looked_at
{
    [Fact]
    public void Its_state_is_read_however_it_is_kept()
    {
        var (byNumber, byReference) = (new LampByNumber(), new LampByReference());
        var lamp = new Lamp();
        Shape(byNumber).StateOf(lamp).ShouldBeNull();
        lamp.Number = 3;
        Shape(byNumber).StateOf(lamp).ShouldBe("Lit");
        lamp.State = byReference.Lit;
        Shape(byReference).StateOf(lamp).ShouldBe("Lit");
    }

    [Fact]
    public void What_changed_is_told_with_what_it_was()
    {
        var shape = Shape(new LampByNumber());
        var lamp = new Lamp { Colour = "red", Hours = { 1 }, Secret = "a" };
        var before = shape.Capture(lamp);
        lamp.Colour = "green";
        lamp.Hours.Add(2);
        lamp.Secret = "b";

        Changes(shape, before, lamp).ShouldBe("""{"Colour":{"from":"red","to":"green"},"Hours":{"from":[1],"to":[1,2]}}""");
    }

    [Fact]
    public void Of_a_new_one_everything_that_it_holds_is_told() => Changes(Shape(new LampByReference()), null, new Lamp { Number = 3, Brightness = double.NaN })
        .ShouldBe("""{"Brightness":{"from":null,"to":"NaN"},"Hours":{"from":null,"to":[]},"Number":{"from":null,"to":3}}""");

    [Fact]
    public void A_value_that_is_too_long_is_left_out() => Changes(Shape(new LampByNumber()), null, new Lamp { Colour = new string('x', 10_000) })
        .ShouldContain("\"to\":\"(too long to be kept here)\"");

    public static TheoryData<string?, Guid?, DateTimeOffset?> Simple => new()
    {
        { "red", new Guid("0199A4C2-7D3E-7C0A-9B1F-2F4D6A8C0E12"), new DateTimeOffset(2026, 11, 29, 3, 13, 40, TimeSpan.Zero) },
        { "", Guid.Empty, new DateTimeOffset(2026, 11, 29, 0, 0, 0, TimeSpan.Zero).AddTicks(1) },
        { "\"quoted\", \\ and\n\u0007 Ä € <b> + '", null, new DateTimeOffset(2026, 11, 29, 3, 0, 0, 100, TimeSpan.FromHours(5.5)) },
        { "null \0, half of a pair \ud800, a pair \ud83d\ude00", null, DateTimeOffset.MaxValue },
        { new string('\u0007', 1_300), null, DateTimeOffset.MinValue },
        { new string('\u0007', 1_400), null, null },
    };

    [Theory]
    [MemberData(nameof(Simple), DisableDiscoveryEnumeration = true)]
    public void Simple_values_are_spelled_as_the_serializer_spells_them(string? colour, Guid? owner, DateTimeOffset? litAt)
    {
        var shape = Shape(new LampByNumber());
        var before = shape.Capture(new Lamp());
        var expected = new SortedDictionary<string, object?>(StringComparer.Ordinal) { ["Colour"] = colour, ["Owner"] = owner, ["LitAt"] = litAt }
            .Where(field => field.Value is not null)
            .Select(field => (field.Key, Json: JsonSerializer.Serialize(field.Value)))
            .Select(field => (field.Key, Spelled: CanonicalDetails.Of(field.Json.Length <= 8_000 ? field.Json : "\"(too long to be kept here)\"")))
            .Select(field => $"\"{field.Key}\":{{\"from\":null,\"to\":{field.Spelled}}}");

        Changes(shape, before, new Lamp { Colour = colour, Owner = owner, LitAt = litAt })
            .ShouldBe($"{{{string.Join(',', expected)}}}");
    }

    static SagaShape<Lamp> Shape(StateMachine<Lamp> machine) => new(machine, new Masks([]));

    static string Changes(SagaShape<Lamp> shape, FieldValue[]? before, Lamp lamp)
    {
        using var writer = new CanonicalWriter();
        writer.BeginObject();
        shape.WriteChanges(writer, before, lamp);
        writer.EndObject();
        return Encoding.UTF8.GetString(writer.Written);
    }

    public sealed class Lamp : SagaStateMachineInstance, ISagaVersion
    {
        public Guid CorrelationId { get; set; }

        public int Version { get; set; }

        public int Number { get; set; }

        [JsonIgnore]
        public State? State { get; set; }

        public string? Colour { get; set; }

        public Guid? Owner { get; set; }

        public DateTimeOffset? LitAt { get; set; }

        public List<int> Hours { get; init; } = [];

        public double Brightness { get; set; }

        [JsonIgnore]
        public string? Secret { get; set; }
    }

    sealed class LampByNumber : MassTransitStateMachine<Lamp>
    {
        public LampByNumber() => InstanceState(lamp => lamp.Number, Lit);

        public State Lit { get; private set; } = null!;
    }

    sealed class LampByReference : MassTransitStateMachine<Lamp>
    {
        public LampByReference() => InstanceState(lamp => lamp.State);

        public State Lit { get; private set; } = null!;
    }
}
