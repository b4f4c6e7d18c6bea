using System.Reflection;
using System.Text.Json;
using Sagas.Contracts;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Orders;

namespace Sagas.OrderSaga.Tests.Orders;

public sealed class When_an_order_is_stored
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Every_event_has_the_name_it_will_have_for_ever() =>
        OrderEventTypes.All.Select(type => $"{type.Name} {type.SchemaVersion} {type.ClrType.Name}").ShouldBe(
        [
            "order-placed 3 Placed",
            "order-stock-reserved 1 StockReserved",
            "order-stock-unavailable 1 StockUnavailable",
            "order-price-changed 1 PriceChanged",
            "order-payment-captured 1 PaymentCaptured",
            "order-payment-declined 1 PaymentDeclined",
            "order-shipment-created 1 ShipmentCreated",
            "order-shipment-refused 1 ShipmentRefused",
            "order-step-gave-up 1 StepGaveUp",
            "order-cancellation-requested 1 CancellationRequested",
            "order-cancellation-rejected 1 CancellationRejected",
            "order-shipment-cancelled 1 ShipmentCancelled",
            "order-payment-refunded 1 PaymentRefunded",
            "order-payment-voided 1 PaymentVoided",
            "order-stock-unreserved 1 StockUnreserved",
            "order-confirmed 1 Confirmed",
            "order-cancelled 1 Cancelled",
            "order-parked 1 Parked",
            "order-resumed 1 Resumed",
            "order-operator-requested 1 OperatorRequested",
            "order-undo-waived 1 UndoWaived",
            "order-shipment-dispatched 1 ShipmentDispatched",
            "order-shipment-delivered 1 ShipmentDelivered",
            "order-return-requested 1 Requested",
            "order-return-turned-round 1 TurnedRound",
            "order-return-goods-received 1 GoodsReceived",
            "order-return-goods-inspected 1 GoodsInspected",
            "order-return-goods-restocked 1 GoodsRestocked",
            "order-return-goods-written-off 1 GoodsWrittenOff",
            "order-return-refunded 1 Refunded",
            "order-return-step-waived 1 StepWaived",
            "order-return-parked 1 ReturnParked",
            "order-return-resumed 1 ReturnResumed",
            "order-return-operator-requested 1 OperatorAsked",
            "order-return-completed 1 Completed",
            "order-return-rejected 1 Rejected",
        ]);

    [Fact]
    public void No_event_is_without_a_name() =>
        OrderEventTypes.All.Select(type => type.ClrType).ShouldBe(
            typeof(OrderEvent).GetNestedTypes().Concat(typeof(OrderEvent.OfReturn).GetNestedTypes()).Where(type => !type.IsAbstract), ignoreOrder: true);

    [Fact]
    public void Vocabularies_keep_their_words()
    {
        Words<CancelReason>().ShouldBe("StockUnavailable PriceChanged CurrencyMismatch PaymentDeclined ShipmentRefused CustomerRequest Timeout Faulted OperatorRequest");
        Words<OrderStep>().ShouldBe("reserve-stock capture-payment create-shipment");
        Words<StepFailure>().ShouldBe("DeadlinePassed AttemptsFailed");
        Words<StepStanding>().ShouldBe("NotDone InDoubt Refused Done Undone Waived");
        Words<OrderStatus>().ShouldBe("NotPlaced Placed Reserved Paid Confirmed Dispatched Delivered Returning Returned Cancelling Cancelled NeedsAttention");
        Words<OperatorRequest>().ShouldBe("Retry Resolve Compensate");
        Words<OrderOutcome>().ShouldBe("Confirmed Cancelled");
        Words<ReturnStep>().ShouldBe("receive-return inspect-return restock-goods write-off-goods refund-return");
        Words<ReturnRejection>().ShouldBe("GoodsNeverArrived GoodsRefused Faulted OperatorRequest");
        Words<ReturnOutcome>().ShouldBe("Completed Rejected");
    }

    [Fact]
    public void Nothing_that_authorises_a_payment_is_stored()
    {
        foreach (var type in OrderEventTypes.All.Select(it => it.ClrType).Append(typeof(OrderState)))
            Marked<SensitiveAttribute>(type).ShouldBeEmpty();

        Marked<SensitiveAttribute>(typeof(Contracts.Orders.PlaceOrder)).ShouldBe([nameof(Contracts.Orders.PlaceOrder.PaymentToken)], "the check finds what it looks for");
        JsonSerializer.Serialize(AnOrder.Placed, Json).ShouldNotContain("token", Case.Insensitive);
    }

    [Fact]
    public void Personal_data_is_marked_and_never_in_the_state()
    {
        Marked<PersonalAttribute>(typeof(OrderEvent.Placed)).ShouldBe([nameof(OrderEvent.Placed.ShipTo)]);
        Marked<PersonalAttribute>(typeof(OrderState)).ShouldBeEmpty();
    }

    [Fact]
    public void An_order_whose_customer_was_erased_can_still_be_read()
    {
        var erased = JsonSerializer.Deserialize<OrderEvent.Placed>("""{"customerId":"BLAUS","lines":[{"sku":"NW-011","quantity":2}]}""", Json)!;

        erased.ShipTo.ShouldBeNull();
        OrderState.Initial.Fold([erased]).Status.ShouldBe(OrderStatus.Placed);
    }

    static string Words<TVocabulary>()
        where TVocabulary : struct, Enum => string.Join(' ', Enum.GetValues<TVocabulary>().Select(word => JsonSerializer.Serialize(word).Trim('"')));

    static IEnumerable<string> Marked<TMark>(Type type)
        where TMark : Attribute =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
            property.IsDefined(typeof(TMark)) || property.PropertyType.IsDefined(typeof(TMark)) ? [property.Name]
            : ElementOf(property.PropertyType) is { } part && part.Namespace!.StartsWith("Sagas", StringComparison.Ordinal) ? Marked<TMark>(part)
            : []);

    static Type ElementOf(Type type) => type.IsGenericType ? type.GetGenericArguments()[0] : type;
}
