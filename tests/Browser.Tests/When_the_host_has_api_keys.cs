using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sagas.Browser.Tests;

public sealed class When_the_host_has_api_keys(When_the_host_has_api_keys.GuardedStorefront shop) : IClassFixture<When_the_host_has_api_keys.GuardedStorefront>
{
    [Fact]
    public async Task a_page_asks_for_one_and_goes_on_with_it()
    {
        var page = await shop.Browser.OpenAsync(shop.Address, "/place");
        await page.GetByLabel("API key").FillAsync("wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Expect(page.GetByLabel("API key")).ToHaveValueAsync("");
        await page.GetByLabel("API key").FillAsync(GuardedStorefront.Secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();

        await page.PlaceAsync("Everything succeeds");
        await page.IsInAsync("Confirmed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Explorer" }).ClickAsync();

        await Expect(page.Locator(".counts")).ToContainTextAsync("Confirmed");
        (await page.Context.CookiesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task data_opens_on_the_page_and_a_refused_form_keeps_its_address()
    {
        var page = await shop.Browser.OpenAsync(shop.Address, "/place");
        await page.GetByLabel("API key").FillAsync(GuardedStorefront.Secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await using (await shop.HoldAsync("payment", "effects"))
        {
            await page.PlaceAsync("Everything succeeds");
            await page.IsInAsync("CapturingPayment");
            var address = page.Url;

            await page.GetByRole(AriaRole.Link, new() { Name = "timeline", Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("StockReserved");
            await page.Keyboard.PressAsync("Escape");
            await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);

            await page.Locator("#operate-retry summary").ClickAsync();
            await page.Locator("#operate-retry").GetByLabel("Reason").FillAsync(" ");
            await page.Locator("#operate-retry").GetByRole(AriaRole.Button, new() { Name = "What would happen?" }).ClickAsync();
            await Expect(page.Locator(".notice.refused")).ToContainTextAsync("Say the reason.");
            page.Url.ShouldBe(address);
        }

        await page.ReloadAsync();
        await Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
    }

    /// <summary>Answers to one key, which may do everything.</summary>
    public sealed class GuardedStorefront : Storefront
    {
        public const string Secret = "the key of the tests";

        protected override string Key => Secret;

        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["ApiKeys__0__Name"] = "dana",
            ["ApiKeys__0__Hash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret))),
            ["ApiKeys__0__Roles__0"] = "read",
            ["ApiKeys__0__Roles__1"] = "place",
            ["ApiKeys__0__Roles__2"] = "operate",
        };
    }
}
