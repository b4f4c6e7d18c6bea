using System.Text;
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
