using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;
using static Sagas.OrderSaga.Tests.Orders.AnOrder;
using static Sagas.OrderSaga.Tests.Orders.OrderSpec;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_an_order_is_placed
{
    [Fact]
    public void Its_stream_begins_with_what_was_ordered()
    {
        var order = Given().When(Place with { ExpectedTotal = Total }).Then(PlacedExpecting(Total));

        order.Status.ShouldBe(OrderStatus.Placed);
        order.CustomerId.ShouldBe("BLAUS");
        order.ExpectedTotal.ShouldBe(Total);
        order.Lines.ShouldBe(Lines);
    }

    [Fact]
    public void Placing_it_again_is_no_news() =>
        Given(Placed, Reserved).When(Place).ThenNothing();

    [Fact]
    public void Its_id_is_not_another_orders() =>
        Given(Placed).When(Place with { CustomerId = "ALFKI" }).ThenItIsBroken("with other contents", "an id of its own");

    [Fact]
    public void Another_expected_total_is_another_order() =>
        Given(Placed).When(Place with { ExpectedTotal = Total }).ThenItIsBroken("with other contents", "an id of its own");

    public static TheoryData<string, OrderLine[]> MalformedLines => new()
    {
        { "no line", [] },
        { "no unit", [new() { Sku = "NW-011", Quantity = 0 }] },
        { "one SKU twice", [new() { Sku = "NW-011", Quantity = 1 }, new() { Sku = "NW-011", Quantity = 2 }] },
    };

    [Theory]
    [MemberData(nameof(MalformedLines))]
    public void Malformed_lines_never_reach_a_stream(string malformation, OrderLine[] lines)
    {
        malformation.ShouldNotBeEmpty();
        Given().When(Place with { Lines = lines }).ThenItIsBroken("at least one line", "Validate the request");
    }

    [Fact]
    public void Nothing_can_be_recorded_before() =>
        Given().When(RecordCaptured).ThenItIsBroken("RecordPaymentCaptured was decided for an order that was never placed", "Check that the stream");

    [Fact]
    public void Before_it_nobody_sees_an_order() => OrderState.Initial.Status.ShouldBe(OrderStatus.NotPlaced);
}
