using System.Net;
using Sagas.OrderSaga.Tests.Api;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Web;

public sealed class When_a_form_is_sent(ImpatientHost host) : IClassFixture<ImpatientHost>
{
    static Dictionary<string, string> Order => new()
    {
        ["key"] = Guid.CreateVersion7().ToString(), ["case"] = "confirmed", ["customerId"] = "VINET", ["sku"] = "NW-011", ["quantity"] = "2",
        ["name"] = "Vins et alcools Chevalier", ["street"] = "59 rue de l'Abbaye", ["city"] = "Reims", ["country"] = "France",
    };

    [Theory]
    [InlineData("https://evil.example", "cross-site")]
    [InlineData("http://localhost:81", "same-site")]
    [InlineData("http://localhost", "cross-site")]
    [InlineData("null", null)]
    [InlineData(null, null)]
    public async Task from_another_page_than_this_hosts_nothing_is_done(string? origin, string? site)
    {
        var (saga, rows) = (await host.BegunAsync(), await host.RowsAsync());

        using var placed = await host.SendFormAsync("/place", Order, origin, site);
        using var turned = await host.SendFormAsync($"/sagas/{saga}/page/compensate", new() { ["reason"] = "fraud" }, origin, site);

        placed.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        turned.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.RowsAsync()).ShouldBe(rows);
    }

    [Fact]
    public async Task twice_it_places_one_order()
    {
        var form = Order;

        using var first = await host.SendFormAsync("/place", form);
        using var second = await host.SendFormAsync("/place", form);

        first.RequestMessage!.RequestUri.ShouldBe(second.RequestMessage!.RequestUri);
        first.RequestMessage.RequestUri!.AbsolutePath.ShouldStartWith("/sagas/");
        first.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("quantity", "many", "lines[0].quantity is 0")]
    [InlineData("quantity", "10001", "at most 10000")]
    [InlineData("sku", "", "lines[0].sku is required")]
    [InlineData("key", "", "key is required")]
    public async Task faulty_it_comes_back_with_what_is_wrong_and_what_was_filled_in(string field, string value, string fault)
    {
        var form = Order;
        form["city"] = "Châlons";
        form[field] = value;

        using var answer = await host.SendFormAsync("/place", form);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Pages.Stop));
        page.ShouldContain(fault);
        page.ShouldContain("Châlons");
    }

    [Fact]
    public async Task to_try_what_an_operator_could_do_nothing_is_written()
    {
        var (saga, rows) = (await host.BegunAsync(), await host.RowsAsync());

        using var answer = await host.SendFormAsync($"/sagas/{saga}/page/compensate", new() { ["reason"] = "fraud", ["dryRun"] = "true" });

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Pages.Stop)).ShouldContain("The saga turns round.");
        (await host.RowsAsync()).ShouldBe(rows);
    }

    [Fact]
    public async Task an_operator_turns_a_saga_round()
    {
        var saga = await host.BegunAsync();

        using var answer = await host.SendFormAsync($"/sagas/{saga}/page/compensate", new() { ["reason"] = "fraud" });

        answer.RequestMessage!.Method.ShouldBe(HttpMethod.Get, "the answer leads to the page, so that reloading it sends nothing");
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<string>("select current_state from place_order_sagas where correlation_id = $1", saga) == "Parked", "the saga to be parked");
        var page = await host.PageAsync($"/sagas/{saga}/page");
        page.ShouldContain("/page/retry");
        page.ShouldContain("/page/resolve");
        page.ShouldNotContain("/page/compensate");
    }

    [Theory]
    [InlineData("compensate", "", HttpStatusCode.BadRequest)]
    [InlineData("resolve", "x", HttpStatusCode.Conflict)]
    [InlineData("explode", "x", HttpStatusCode.Conflict)]
    public async Task what_does_not_apply_is_refused(string action, string reason, HttpStatusCode status)
    {
        using var answer = await host.SendFormAsync($"/sagas/{await host.BegunAsync()}/page/{action}", new() { ["reason"] = reason });

        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadAsStringAsync(Pages.Stop)).ShouldContain("Nothing was written.");
    }

    [Theory]
    [InlineData("application/json", "{}", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", "reason=fraud", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data", "reason=fraud", HttpStatusCode.BadRequest)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=reason\r\n\r\nfra", HttpStatusCode.BadRequest)]
    public async Task as_something_else_than_a_form_it_is_refused(string contentType, string content, HttpStatusCode status)
    {
        var saga = await host.BegunAsync();
        foreach (var address in new[] { "/place", $"/sagas/{saga}/page/retry", $"/sagas/{saga}/page/redrive/{saga}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(content) };
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
            request.Headers.Add("Origin", "http://localhost");

            using var answer = await host.Client.SendAsync(request, Pages.Stop);

            answer.StatusCode.ShouldBe(status);
            (await answer.Content.ReadAsStringAsync(Pages.Stop)).ShouldContain("Nothing was written.");
        }
    }
}
