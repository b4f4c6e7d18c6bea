using Sagas.AllInOne.Tests.Support;
using Sagas.Contracts;

namespace Sagas.AllInOne.Tests.Northwind;

public sealed class When_the_sample_data_is_read
{
    [Fact]
    public void Every_product_and_every_order_is_there()
    {
        Samples.Data.Products.Count.ShouldBe(77);
        Samples.Data.Orders.Count.ShouldBe(830);
        Samples.Data.Orders.Sum(order => order.Lines.Count).ShouldBe(2155);
        Samples.Data.Orders.Select(order => order.ShipTo.Country).Distinct().Count().ShouldBe(21);
    }

    [Fact]
    public void An_order_is_as_it_was_sent()
    {
        var first = Samples.Data.Orders[0];

        first.OrderId.ShouldBe(10248);
        first.CustomerId.ShouldBe("VINET");
        first.ShipTo.ShouldBe(new PostalAddress
        {
            Name = "Vins et alcools Chevalier", Street = "59 rue de l'Abbaye", City = "Reims", Region = null, PostalCode = "51100", Country = "France",
        });
        first.TotalThen.ToString().ShouldBe("440.00 USD");
    }

    [Fact]
    public void Orders_are_counted_by_their_id_from_one() =>
        Samples.Data.Orders.Select(order => (order.Position, order.OrderId)).ShouldBe(Enumerable.Range(1, 830).Select(position => (position, 10247 + position)));

    [Fact]
    public void No_order_names_a_sku_twice_or_one_that_is_not_in_the_catalogue()
    {
        var skus = Samples.Data.Products.Select(product => product.Sku).ToHashSet();

        Samples.Data.Orders.ShouldAllBe(order => order.Lines.All(line => skus.Contains(line.Sku)));
        Samples.Data.Orders.ShouldAllBe(order => order.Lines.DistinctBy(line => line.Sku).Count() == order.Lines.Count);
    }

    [Fact]
    public void Prices_moved_after_exactly_the_first_two_hundred_and_fifty() =>
        Samples.Data.Orders.Where(Samples.Data.PriceMoved).Select(order => order.Position).ShouldBe(Enumerable.Range(1, 250));

    [Fact]
    public void Every_tenth_order_pays_with_a_card_that_is_declined()
    {
        Samples.Data.Orders.Where(order => order.Position % 10 == 0).ShouldAllBe(order => order.PaymentToken == "tok_declined_insufficient_funds");
        Samples.Data.Orders.Where(order => order.Position % 10 != 0).ShouldAllBe(order => order.PaymentToken == "tok_approved");
    }
}
