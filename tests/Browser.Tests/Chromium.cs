using Microsoft.Playwright;

namespace Sagas.Browser.Tests;

/// <summary>The machine's Chromium, without a window.</summary>
public sealed class Chromium : IAsyncLifetime
{
    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    IPlaywright? _playwright;
    IBrowser? _browser;

    /// <summary>Long, for a machine that is busy with other tests; nothing waits longer than it has to.</summary>
    const float Patience = 60_000;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        // Without its sandbox, which containers do not allow: it opens only what these tests serve.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Find(), Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>A page of its own, with nothing of earlier ones.</summary>
    public async Task<IPage> OpenAsync(Uri address, string path, bool withScript = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = address.ToString(), JavaScriptEnabled = withScript });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    static string Find() =>
        Environment.GetEnvironmentVariable("SAGAS_CHROMIUM") is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').SelectMany(directory => Names.Select(name => Path.Combine(directory, name))).FirstOrDefault(File.Exists)
                ?? throw new InvalidOperationException("There is no Chromium. eng/chromium.sh installs one, as ./test.sh does; or name one in SAGAS_CHROMIUM.");
}
