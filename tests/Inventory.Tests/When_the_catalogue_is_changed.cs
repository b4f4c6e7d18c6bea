using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
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
            new StockLevel { Sku = "b-1", Name = "b-1", UnitPrice = new Money(2.00m, "USD"), Discontinued = true, Received = 0, Available = 0, Reserved = 0, Shipped = 0, Returned = 0, WrittenOff = 0 },
            new StockLevel { Sku = "b-2", Name = "b-2", UnitPrice = new Money(1.00m, "USD"), Discontinued = false, Received = 0, Available = 0, Reserved = 0, Shipped = 0, Returned = 0, WrittenOff = 0 },
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

    [Fact]
    public async Task zeros_behind_the_fourth_decimal_change_nothing()
    {
        await warehouse.StockAsync("c-3", 0, "1.00000");

        (await warehouse.LevelAsync("c-3")).UnitPrice.ShouldBe(new Money(1.00m, "USD"));
    }

    [Fact]
    public async Task the_list_is_read_page_by_page()
    {
        foreach (var sku in new[] { "p-1", "p-2", "p-3" })
            await warehouse.StockAsync(sku, 2);

        (await PageAsync("?after=p-0&limit=2")).ShouldBe(["p-1", "p-2"]);
        (await PageAsync("?after=p-2&limit=1")).ShouldBe(["p-3"]);
        (await PageAsync("?after=zz")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?after=%0A", "after")]
    public async Task a_page_that_there_is_not_is_refused(string query, string field)
    {
        using var answer = await warehouse.Host.Http.GetAsync($"/stock{query}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData("x%0A")]
    [InlineData("x%01")]
    public async Task a_product_of_a_name_that_no_product_has_is_not_found(string sku)
    {
        using var receipt = await warehouse.Host.Http.PostAsJsonAsync($"/stock/{sku}/receipts", new { quantity = 1 });

        receipt.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await warehouse.Host.Http.GetAsync($"/stock/{sku}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("x-1", """{"name": "", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "name")]
    [InlineData("x-1", """{"name": "a\u0000b", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "name")]
    [InlineData("x-1", """{"name": "a\nb", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "name")]
    [InlineData("x-1%0A", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "sku")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "0.00", "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "0.5", "currency": "JPY"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00001", "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "-1", "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": 1.5, "currency": "USD"}}""", "unitPrice.amount")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "XXX"}}""", "unitPrice.currency")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": null}}""", "unitPrice.currency")]
    [InlineData("x-1", """{"name": "x", "unitPrice": null}""", "unitPrice")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "USD"}, "colour": "red"}""", "colour")]
    [InlineData("x-1", """{"name": "x", "unitPrice": {"amount": "1.00"}}""", "unitPrice.currency")]
    [InlineData("x-1", """{"name": "x"}""", "unitPrice")]
    [InlineData("x1234567890123456789012345678901234567890123456789012345678901234", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "sku")]
    [InlineData("-x", """{"name": "x", "unitPrice": {"amount": "1.00", "currency": "USD"}}""", "sku")]
    public async Task a_request_that_makes_no_sense_names_the_field_and_changes_nothing(string sku, string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await warehouse.Host.Http.PutAsync($"/products/{sku}", content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
        (await warehouse.Host.Http.GetAsync($"/stock/{sku}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_product_without_a_body_is_refused()
    {
        using var answer = await warehouse.Host.Http.PutAsync("/products/x-1", content: null);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty("body")[0].GetString()!.ShouldStartWith("is required.");
    }

    [Fact]
    public async Task a_sku_may_be_as_long_as_in_an_order()
    {
        var sku = new string('s', OrderLine.LongestSku);
        await warehouse.StockAsync(sku, 1);

        (await warehouse.AskAsync(AnOrder.Reserving((sku, 1)))).ShouldBeOfType<StockReserved>();
    }

    async Task<IEnumerable<string>> PageAsync(string query) =>
        (await warehouse.Host.Http.GetFromJsonAsync<List<StockLevel>>($"/stock{query}"))!.Select(level => level.Sku);
}
