using System.Net;
using Sagas.OrderSaga.Tests.Api;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Web;

public sealed class When_a_page_is_opened(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    const string Script = "<script>alert('1')</script>";

    [Fact]
    public async Task what_strangers_wrote_is_text()
    {
        var order = await host.BegunAsync(customer: Script);

        var page = await host.PageAsync($"/sagas/{order}/page");

        page.ShouldNotContain(Script);
        page.ShouldContain("&lt;script&gt;alert(");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/place")]
    [InlineData("/sagas/018f0000-0000-7000-8000-000000000000/page")]
    public async Task nothing_inline_and_nothing_from_elsewhere_is_let_in(string address)
    {
        using var answer = await host.Client.GetAsync(address, Pages.Stop);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; script-src 'self'; style-src 'self';");
        policy.ShouldNotContain("unsafe");
        var page = await answer.Content.ReadAsStringAsync(Pages.Stop);
        page.ShouldNotContain("<style");
        page.ShouldNotContain(" style=");
        page.ShouldNotContain(" onclick=");
        page.ShouldNotContain("https://");
    }

    [Fact]
    public async Task its_styles_and_script_are_kept_by_the_browser()
    {
        var page = await host.PageAsync("/");

        foreach (var file in new[] { "explorer.css", "explorer.js", "explorer.svg" })
        {
            var address = page[page.IndexOf($"/explorer/{file}", StringComparison.Ordinal)..].Split('"')[0];
            using var answer = await host.Client.GetAsync(address, Pages.Stop);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.CacheControl!.ToString().ShouldContain("immutable");
        }
    }

    [Fact]
    public async Task a_browser_at_the_sagas_address_is_sent_to_its_page()
    {
        var order = await host.BegunAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sagas/{order}");
        request.Headers.TryAddWithoutValidation("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        using var answer = await host.Client.SendAsync(request, Pages.Stop);

        answer.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe($"/sagas/{order}/page");
        (await answer.Content.ReadAsStringAsync(Pages.Stop)).ShouldContain("ReservingStock");
    }

    [Theory]
    [InlineData("/sagas/018f0000-0000-7000-8000-000000000000/page", HttpStatusCode.NotFound)]
    [InlineData("/?state=Nope", HttpStatusCode.BadRequest)]
    [InlineData("/?olderThan=-1", HttpStatusCode.BadRequest)]
    [InlineData("/?olderThan=99999999999", HttpStatusCode.BadRequest)]
    [InlineData("/?after=rubbish", HttpStatusCode.BadRequest)]
    [InlineData("/?error=%00", HttpStatusCode.BadRequest)]
    public async Task rubbish_is_answered_with_a_page(string address, HttpStatusCode status) =>
        (await host.PageAsync(address, status)).ShouldContain("<h1>");

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public async Task as_of_a_step_that_there_can_not_be_it_says_so(string step) =>
        await host.PageAsync($"/sagas/{await host.BegunAsync()}/page?step={step}", HttpStatusCode.BadRequest);

    [Fact]
    public async Task what_is_told_of_an_earlier_step_is_not_of_the_present()
    {
        var order = await host.BegunAsync();
        using var turned = await host.SendFormAsync($"/sagas/{order}/page/compensate", new() { ["reason"] = "fraud" });
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<string>("select current_state from place_order_sagas where correlation_id = $1", order) == "UnreservingStock", "the saga to turn round");

        var present = await host.PageAsync($"/sagas/{order}/page");
        var past = await host.PageAsync($"/sagas/{order}/page?step=1");

        present.ShouldContain("Inventory has to answer UnreserveStock.");
        present.ShouldContain("<span class=\"undo\">Issued</span>");
        present.ShouldContain("id=\"operate-retry\"");
        past.ShouldContain("Inventory had to answer ReserveStock.");
        past.ShouldContain("<span class=\"undo\">Required</span>");
        past.ShouldContain("It had not turned round.");
        past.ShouldNotContain("id=\"operate-retry\"", customMessage: "only the present can be operated on");
    }

    [Fact]
    public async Task the_list_says_when_it_has_changed()
    {
        using var answer = await host.Client.GetAsync("/sagas/live", HttpCompletionOption.ResponseHeadersRead, Pages.Stop);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Pages.Stop));
        (await events.ReadLineAsync(Pages.Stop)).ShouldBe("event: changed");

        await host.BegunAsync();

        string? line;
        do
            line = await events.ReadLineAsync(Pages.Stop);
        while (line is not (null or "event: changed"));
        line.ShouldNotBeNull();
    }
}
