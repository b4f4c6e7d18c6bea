using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sagas.Browser.Tests;

/// <summary>What people do on the pages.</summary>
static class SagaPage
{
    /// <summary>Fills in the form and follows it to the saga's page.</summary>
    public static async Task PlaceAsync(this IPage page, string happening, string customer = "VINET")
    {
        await page.GetByLabel(happening).CheckAsync();
        await page.GetByLabel("SKU", new() { Exact = true }).FillAsync(Storefront.Sku);
        await page.GetByLabel("Customer", new() { Exact = true }).FillAsync(customer);
        await page.GetByRole(AriaRole.Button, new() { Name = "Place the order" }).ClickAsync();
        await Expect(page.Locator("#steps-title")).ToBeVisibleAsync();
    }

    public static Task IsInAsync(this IPage page, string state) => Expect(page.Locator(".facts .badge").First).ToHaveTextAsync(state);

    public static ILocator Rows(this IPage page) => page.Locator(".steps tbody tr[id]");

    /// <summary>What the browser complains of: scripts and styles that the policy keeps out, errors of our own script.</summary>
    public static List<string> Complaints(this IPage page)
    {
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
        return complaints;
    }
}
