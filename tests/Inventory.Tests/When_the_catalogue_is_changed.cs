using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Inventory.Stock;

namespace Sagas.Inventory.Tests;

public sealed class When_the_catalogue_is_changed(Warehouse warehouse) : IClassFixture<Warehouse>
{
    [Fact]
    public async Task a_product_is_added_without_stock_and_listed_by_sku()
    {
        await warehouse.StockAsync("b-2", 0, "1.00");
        await warehouse.StockAsync("b-1", 0, "2.00", discontinued: true);

        var stock = (await warehouse.Host.Http.GetFromJsonAsync<List<StockLevel>>("/stock"))!;

        stock.Where(level => level.Sku.StartsWith("b-", StringComparison.Ordinal)).ShouldBe([
            new StockLevel { Sku = "b-1", Name = "b-1", UnitPrice = new Money(2.00m, "USD"), Discontinued = true, Received = 0, Available = 0, Reserved = 0, Shipped = 0 },
            new StockLevel { Sku = "b-2", Name = "b-2", UnitPrice = new Money(1.00m, "USD"), Discontinued = false, Received = 0, Available = 0, Reserved = 0, Shipped = 0 },
        ]);
    }

    [Fact]
    public async Task the_next_order_pays_the_new_price()
    {
        await warehouse.StockAsync("chai", 39, "18.00");
        await warehouse.StockAsync("chai", 0, "19.50");

        (await warehouse.AskAsync(AnOrder.Reserving(("chai", 1)))).ShouldBeOfType<StockReserved>().Total.ShouldBe(new Money(19.50m, "USD"));
        (await warehouse.LevelAsync("chai")).Received.ShouldBe(39);
    }

    [Theory]
    [InlineData("x-1", """{"name": "", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "name")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "0.00", "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "0.5", "currency": "JPY"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00001", "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "-1", "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": 1.5, "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "XXX"}}""", "unitPrice.currency")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": null}}""", "unitPrice.currency")]
    [InlineData("x-1", """{"name": "x", "unitPrice": null}""", "unitPrice")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "USD"}, "colour": "red"}""", "colour")]
    [InlineData("-x", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "sku")]
    public async Task a_request_that_makes_no_sense_names_the_field_and_changes_nothing(string sku, string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await warehouse.Host.Http.PutAsync($"/products/{sku}", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
        (await warehouse.Host.Http.GetAsync($"/stock/{sku}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
