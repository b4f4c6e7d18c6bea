using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sagas.SagaTimeline.Tests.Rendering;

public sealed class When_a_timeline_is_written_as_json
{
    readonly TimelineDocument _document = TimelineDocument.Of(Orders.Parked().Steps);

    [Fact]
    public void The_summary_says_where_the_saga_is_and_what_it_waits_for() => JsonSerializer.Serialize(_document.Summary, TimelineJson.Options).ShouldBe(
        """
        {"saga":"PlaceOrder","id":"0199a4c2-7d3e-7c0a-9b1f-2f4d6a8c0e11","state":"RefundingPayment","beganAt":"2026-03-04T10:15:02+00:00","lastAt":"2026-03-04T12:30:29.5+00:00","inStateSince":"2026-03-04T12:30:29.5+00:00","steps":8,"turnedAt":"2026-03-04T10:15:03.898+00:00","turnedBecause":"Shipping refused the shipment: AddressNotServed","pendingTimers":[{"token":"00000000-0000-7000-8000-000000000007","type":"DeadlinePassed","dueAt":"2026-03-04T12:30:59.5+00:00"}],"postponed":[]}
        """);

    [Fact]
    public void A_step_names_what_arrived_what_was_decided_and_what_it_caused()
    {
        var step = JsonNode.Parse(JsonSerializer.Serialize(_document, TimelineJson.Options))!["steps"]![3]!;
        step["number"]!.GetValue<int>().ShouldBe(4);
        step["kind"]!.GetValue<string>().ShouldBe("ActedOn");
        step["messageType"]!.GetValue<string>().ShouldBe("ShipmentRefused");
        step["stateAfter"]!.GetValue<string>().ShouldBe("RefundingPayment");
        step["details"]!["sent"]![0]!["to"]!.GetValue<string>().ShouldBe("payment");
        step.AsObject().ContainsKey("actor").ShouldBeFalse("what is absent is left out");
    }

    [Fact]
    public void Whoever_reads_it_gets_the_same_steps()
    {
        var json = JsonSerializer.Serialize(_document, TimelineJson.Options);
        var read = JsonSerializer.Deserialize<TimelineDocument>(json, TimelineJson.Options)!;

        JsonSerializer.Serialize(read, TimelineJson.Options).ShouldBe(json);
        TimelineText.Render(read.Steps).ShouldBe(TimelineText.Render(_document.Steps));
    }
}
