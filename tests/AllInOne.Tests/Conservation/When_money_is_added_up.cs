using Sagas.AllInOne.Conservation;

namespace Sagas.AllInOne.Tests.Conservation;

public sealed class When_money_is_added_up
{
    static readonly Guid Confirmed = Guid.CreateVersion7();
    static readonly Guid Cancelled = Guid.CreateVersion7();

    static readonly PaymentOfOrder Kept = new(Confirmed, 12.50m, 0);
    static readonly PaymentOfOrder GivenBack = new(Cancelled, 7.00m, 7.00m);

    [Fact]
    public void Money_kept_for_confirmed_orders_and_given_back_for_others_is_in_order()
    {
        var law = Gateway(Kept, GivenBack);

        law.Breaches.ShouldBeEmpty();
        law.Measured.ShouldBe("19.50 - 7.00, 1 confirmed orders, 0 of them returned, 0 paid back by hand");
    }

    [Fact]
    public void Money_kept_for_an_order_that_is_not_confirmed_is_a_breach() =>
        Gateway(Kept, GivenBack with { Refunded = 0 }).Breaches.ShouldBe([$"The gateway has 7.00 captured and 0.00 refunded for order {Cancelled}, which is not confirmed."]);

    [Fact]
    public void Part_of_the_money_given_back_is_a_breach() =>
        Gateway(Kept with { Refunded = 2.50m }, GivenBack).Breaches
            .ShouldBe([$"The gateway has 12.50 captured and 2.50 refunded for order {Confirmed}: neither nothing nor all was given back."]);

    [Fact]
    public void A_confirmed_order_that_was_never_paid_is_a_breach() =>
        Gateway(GivenBack).Breaches.ShouldBe([$"Order {Confirmed} is confirmed and was not returned, but the gateway keeps nothing for it."]);

    [Fact]
    public void A_confirmed_order_whose_money_was_given_back_is_a_breach() =>
        Gateway(Kept with { Refunded = 12.50m }).Breaches.ShouldBe([$"Order {Confirmed} is confirmed and was not returned, but the gateway keeps nothing for it."]);

    [Fact]
    public void A_returned_order_whose_money_was_given_back_is_in_order() => GatewayAfterTheReturn(Kept with { Refunded = 12.50m }).Breaches.ShouldBeEmpty();

    [Fact]
    public void A_returned_order_whose_money_is_kept_is_a_breach() =>
        GatewayAfterTheReturn(Kept).Breaches.ShouldBe([$"The return of order {Confirmed} is complete, but the gateway has 12.50 captured and 0.00 refunded for it."]);

    [Fact]
    public void A_return_whose_money_is_about_to_be_given_back_is_in_order() =>
        Law([Kept], [Confirmed], returned: [Confirmed]).Breaches.ShouldBeEmpty();

    [Fact]
    public void Money_that_an_operator_gave_back_otherwise_is_the_operators()
    {
        Law([Kept], [Confirmed], returned: [Confirmed], completed: [Confirmed], moneyByHand: [Confirmed]).Breaches.ShouldBeEmpty();
        Law([GivenBack with { Refunded = 0 }], [], moneyByHand: [Cancelled]).Breaches.ShouldBeEmpty();
        Law([GivenBack with { Refunded = 2.00m }], [], moneyByHand: [Cancelled]).Breaches.ShouldHaveSingleItem().ShouldContain("neither nothing nor all");
    }

    [Fact]
    public void Goods_that_an_operator_saw_to_count_as_returned_and_their_money_is_given_back()
    {
        Law([Kept with { Refunded = 12.50m }], [Confirmed], completed: [Confirmed], goodsByHand: [Confirmed]).Breaches.ShouldBeEmpty();
        Law([Kept], [Confirmed], completed: [Confirmed], goodsByHand: [Confirmed]).Breaches.ShouldHaveSingleItem().ShouldContain("is complete, but the gateway has");
    }

    [Fact]
    public void A_ledger_like_the_gateways_record_is_in_order() =>
        PaymentLaws.LedgerAgreesWithGateway([Kept, GivenBack], [GivenBack, Kept]).Breaches.ShouldBeEmpty();

    [Fact]
    public void A_declined_order_may_be_missing_on_either_side()
    {
        var declined = new PaymentOfOrder(Guid.CreateVersion7(), 0, 0);

        PaymentLaws.LedgerAgreesWithGateway([Kept, declined], [Kept]).Breaches.ShouldBeEmpty();
        PaymentLaws.LedgerAgreesWithGateway([Kept], [Kept, declined]).Breaches.ShouldBeEmpty();
    }

    [Fact]
    public void A_refund_that_only_the_gateway_knows_is_a_breach() =>
        PaymentLaws.LedgerAgreesWithGateway([Kept, GivenBack with { Refunded = 0 }], [Kept, GivenBack]).Breaches.ShouldBe(
            [$"Payment's ledger has 7.00 captured and 0.00 refunded for order {Cancelled}, but the gateway has 7.00 captured and 7.00 refunded."]);

    [Fact]
    public void A_capture_that_only_the_gateway_knows_is_a_breach() =>
        PaymentLaws.LedgerAgreesWithGateway([], [Kept]).Breaches.ShouldBe(
            [$"Payment's ledger has 0.00 captured and 0.00 refunded for order {Confirmed}, but the gateway has 12.50 captured and 0.00 refunded."]);

    [Fact]
    public void A_capture_that_only_the_ledger_knows_is_a_breach() =>
        PaymentLaws.LedgerAgreesWithGateway([Kept], []).Breaches.ShouldBe(
            [$"Payment's ledger has 12.50 captured and 0.00 refunded for order {Confirmed}, but the gateway has 0.00 captured and 0.00 refunded."]);

    static ConservationLaw Gateway(params PaymentOfOrder[] record) => Law(record, [Confirmed]);

    static ConservationLaw GatewayAfterTheReturn(params PaymentOfOrder[] record) => Law(record, [Confirmed], returned: [Confirmed], completed: [Confirmed]);

    static ConservationLaw Law(
        PaymentOfOrder[] record, Guid[] confirmed, Guid[]? returned = null, Guid[]? completed = null, Guid[]? moneyByHand = null, Guid[]? goodsByHand = null) =>
        PaymentLaws.MoneyIsKeptForConfirmedOrders(
            record, Set(confirmed), Set(returned), Set(completed), new SettledByHand(Set(moneyByHand), Set(goodsByHand)));

    static HashSet<Guid> Set(Guid[]? orders) => [.. orders ?? []];
}
