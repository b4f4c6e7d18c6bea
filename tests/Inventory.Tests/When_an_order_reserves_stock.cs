using Sagas.Contracts;
using Sagas.Contracts.Inventory;

namespace Sagas.Inventory.Tests;

public sealed class When_an_order_reserves_stock(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task every_line_is_set_aside_at_the_catalogues_price()
    {
        await warehouse.StockAsync("chai", 39, "18.0000");
        await warehouse.StockAsync("syrup", 13, "10.00");
        var command = AnOrder.Reserving(("syrup", 3), ("chai", 2));

        var reply = (await warehouse.AskAsync(command)).ShouldBeOfType<StockReserved>();

        reply.ShouldSatisfyAllConditions(
            () => reply.SagaId.ShouldBe(command.SagaId),
            () => reply.OrderId.ShouldBe(command.OrderId),
            () => reply.EffectKey.ShouldBe(command.EffectKey),
            () => reply.Lines.Select(line => line.Sku).ShouldBe(["syrup", "chai"]),
            () => reply.Lines[1].UnitPrice.ShouldBe(new Money(18.00m, "USD")),
            () => reply.Lines[1].LineTotal.ShouldBe(new Money(36.00m, "USD")),
            () => reply.Total.ShouldBe(new Money(66.00m, "USD")));
        var chai = await warehouse.LevelAsync("chai");
        (chai.Available, chai.Reserved, chai.Shipped).ShouldBe((37, 2, 0));
    }

    [Theory]
    [InlineData("0.1250", "USD", 1, "0.12")]
    [InlineData("0.1350", "USD", 1, "0.14")]
    [InlineData("0.1250", "USD", 3, "0.38")]
    [InlineData("2.5000", "JPY", 1, "2")]
    [InlineData("3.5000", "JPY", 1, "4")]
    [InlineData("1.0005", "KWD", 1, "1.000")]
    public async Task a_line_is_rounded_half_to_even_to_the_minor_unit(string price, string currency, int quantity, string total)
    {
        var sku = $"{currency}-{price}-{quantity}";
        await warehouse.StockAsync(sku, 10, price, currency);

        var reply = (await warehouse.AskAsync(AnOrder.Reserving((sku, quantity)))).ShouldBeOfType<StockReserved>();

        reply.Lines[0].LineTotal.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(total);
    }

    [Fact]
    public async Task each_line_is_rounded_once_and_the_total_is_their_sum()
    {
        await warehouse.StockAsync("bolt", 10, "0.1250");
        await warehouse.StockAsync("nut", 10, "0.1250");

        var reply = (await warehouse.AskAsync(AnOrder.Reserving(("bolt", 1), ("nut", 1)))).ShouldBeOfType<StockReserved>();

        reply.Total.ShouldBe(new Money(0.24m, "USD"));
    }

    [Fact]
    public async Task a_discontinued_product_is_sold_while_stock_lasts()
    {
        await warehouse.StockAsync("gumbo", 1, discontinued: true);

        (await warehouse.AskAsync(AnOrder.Reserving(("gumbo", 1)))).ShouldBeOfType<StockReserved>();
        (await warehouse.AskAsync(AnOrder.Reserving(("gumbo", 1)))).ShouldBeOfType<StockUnavailable>();
    }

    [Fact]
    public async Task an_order_that_names_a_sku_twice_is_a_fault_and_reserves_nothing()
    {
        await warehouse.StockAsync("tofu", 10);

        var reply = await warehouse.AskAsync(AnOrder.Reserving(("tofu", 1), ("tofu", 2)));

        reply.ShouldBeAssignableTo<MassTransit.Fault>();
        (await warehouse.LevelAsync("tofu")).Available.ShouldBe(10);
    }
}
