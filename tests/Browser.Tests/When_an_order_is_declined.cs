using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sagas.Browser.Tests;

public sealed class When_an_order_is_declined(Storefront shop) : IClassFixture<Storefront>
{
    [Fact]
    public async Task its_page_grows_while_somebody_watches()
    {
        var page = await shop.Browser.OpenAsync(shop.Address, "/place");
        var complaints = page.Complaints();
        await using (await shop.HoldAsync("payment", "effects"))
        {
            await page.PlaceAsync("The card is declined", customer: "<img src=x onerror=document.title='hacked'>");
            await page.IsInAsync("CapturingPayment");
            await Expect(page.Locator("[data-live-status]")).ToHaveTextAsync("Live");
            // It is this very document that grows, and not another one in its place.
            await page.EvaluateAsync("document.watched = true");
        }

        await page.IsInAsync("Cancelled");

        (await page.EvaluateAsync<bool>("document.watched")).ShouldBeTrue();
        await Expect(page.Rows()).ToHaveCountAsync(4);
        await Expect(page.Locator(".steps")).ToContainTextAsync("because PaymentDeclined");
        await Expect(page.Locator(".compensation")).ToContainTextAsync("Turned round");
        (await page.TitleAsync()).ShouldNotContain("hacked");
        complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task its_messages_open_in_a_drawer_and_close_with_escape()
    {
        var page = await DeclinedAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Payment answered PaymentDeclined" }).ClickAsync();

        var drawer = page.Locator("#message-3");
        await Expect(drawer).ToBeVisibleAsync();
        await Expect(drawer).ToContainTextAsync("InsufficientFunds");
        await Expect(drawer).ToContainTextAsync("Conversation");
        await Expect(drawer).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(drawer).ToBeHiddenAsync();
        await Expect(page.Locator("#step-3 .message")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task the_slider_shows_order_and_saga_as_they_were()
    {
        var page = await DeclinedAsync();
        await Expect(page.Locator("#history-title")).ToContainTextAsync("version 5 of 5");

        var slider = page.GetByRole(AriaRole.Slider, new() { Name = "As of step" });
        await slider.FocusAsync();
        await slider.PressAsync("ArrowLeft");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/page.step=3$"));
        await page.IsInAsync("UnreservingStock");
        await slider.PressAsync("ArrowLeft");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/page.step=2$"));

        await page.IsInAsync("CapturingPayment");
        await Expect(page.Locator("#history-title")).ToContainTextAsync("version 2 of 5");
        await Expect(page.Locator("#step-3")).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("later"));
        await Expect(page.Locator(".diagram .present")).ToHaveTextAsync("CapturingPayment");
        await page.GoBackAsync();
        await page.IsInAsync("UnreservingStock");
    }

    [Fact]
    public async Task all_of_it_is_there_without_script()
    {
        var placed = await DeclinedAsync();

        var page = await shop.Browser.OpenAsync(shop.Address, new Uri(placed.Url).AbsolutePath, withScript: false);
        await Expect(page.Rows()).ToHaveCountAsync(4);
        await page.GetByRole(AriaRole.Link, new() { Name = "2", Exact = true }).ClickAsync();
        await page.IsInAsync("CapturingPayment");
        await page.Locator("#step-1 .message").ClickAsync();

        await Expect(page.Locator("#message-1")).ToBeVisibleAsync();
    }

    async Task<IPage> DeclinedAsync()
    {
        var page = await shop.Browser.OpenAsync(shop.Address, "/place");
        await page.PlaceAsync("The card is declined");
        await page.IsInAsync("Cancelled");
        return page;
    }
}
