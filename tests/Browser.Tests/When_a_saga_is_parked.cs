using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sagas.Browser.Tests;

public sealed class When_a_saga_is_parked(When_a_saga_is_parked.ImpatientStorefront shop) : IClassFixture<When_a_saga_is_parked.ImpatientStorefront>
{
    [Fact]
    public async Task an_operator_finds_it_by_its_trouble_tries_what_a_retry_would_do_and_leads_it_out()
    {
        var page = await shop.Browser.OpenAsync(shop.Address, "/place");
        await using (await shop.HoldAsync("shipping", "effects"))
        {
            await page.PlaceAsync("Everything succeeds");
            await page.IsInAsync("Parked");
            await page.GetByRole(AriaRole.Link, new() { Name = "Explorer" }).ClickAsync();
            await page.GetByRole(AriaRole.Navigation, new() { Name = "By trouble" }).GetByRole(AriaRole.Link, new() { Name = "compensation failed" }).ClickAsync();
            await Expect(page.Locator(".sagas tbody .badge").Last).ToHaveTextAsync("compensation failed");
            await page.Locator(".sagas tbody a").First.ClickAsync();
            await Expect(page.Locator(".now .evidence")).ToContainTextAsync("The undo of CreateShipment was not answered in 1 attempt.");
            await Expect(page.Locator(".now .trouble")).ToContainTextAsync("CancelShipment is sent again in a new round");
        }

        var retry = page.Locator("form[action$='/retry']");
        await page.GetByRole(AriaRole.Link, new() { Name = "Retry…" }).ClickAsync();
        await Expect(retry.GetByLabel("Reason")).ToBeFocusedAsync();
        await retry.GetByLabel("Reason").FillAsync("Shipping is back");
        await retry.GetByRole(AriaRole.Button, new() { Name = "What would happen?" }).ClickAsync();
        await Expect(page.Locator(".notice")).ToContainTextAsync("CancelShipment is sent to shipping in round 2");
        await page.IsInAsync("Parked");

        await retry.GetByLabel("Reason").FillAsync("Shipping is back");
        await retry.GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();

        await page.IsInAsync("Cancelled");
        await Expect(page.Locator(".steps")).ToContainTextAsync("sent RetrySaga");
        await Expect(page.Locator(".operators")).ToHaveCountAsync(0);
    }

    /// <summary>Gives a shipment and its undo up at their first deadlines.</summary>
    public sealed class ImpatientStorefront : Storefront
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["PlaceOrder__CreateShipment__Attempts"] = "1",
            ["PlaceOrder__CreateShipment__Deadline"] = "00:00:02",
            ["PlaceOrder__Undo__Attempts"] = "1",
            ["PlaceOrder__Undo__Deadline"] = "00:00:04",
        };
    }
}
