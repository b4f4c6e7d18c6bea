using System.Net.Http.Json;
using Sagas.Floor.Forms;
using Sagas.Floor.Hops;
using Sagas.Floor.Orders;
using Sagas.Floor.Serving;

namespace Sagas.Floor.Checking;

/// <summary>A floor that is wrong is no floor: whatever comes twice happens once, in every form that runs orders.</summary>
static class Check
{
    const int Orders = 100;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(Settings settings, string url, CancellationToken stop)
    {
        var wrong = 0;
        foreach (var form in Form.All.Where(form => form.Hops))
        {
            var findings = await CheckAsync(settings, form, url, stop);
            wrong += findings.Count;
            Console.WriteLine(findings.Count == 0 ? $"{form.Name}: {Orders} orders, everything twice, each confirmed once" : $"{form.Name}: {string.Join("; ", findings)}");
        }

        return wrong == 0 ? 0 : 1;
    }

    static async Task<IReadOnlyList<string>> CheckAsync(Settings settings, Form form, string url, CancellationToken stop)
    {
        await using var confirmations = await Confirmations.ListenAsync(settings.RabbitMq);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var host = new FloorHost(settings, form, copies: 2);
        var running = host.RunAsync(url, ending.Token);

        using var client = new HttpClient { BaseAddress = new Uri(url) };
        await Until(running, () => IsReadyAsync(client, stop), stop);
        var placing = Parallel.ForAsync(0, Orders, stop, async (number, token) => await PlaceTwiceAsync(client, number, token));
        await Task.WhenAny(running, placing);
        // Requests fail when the floor has stopped: why it has is what matters.
        if (placing.IsFaulted)
            await running.WaitAsync(Patience, stop);
        await placing;
        var books = new Books(host.Databases);
        await Until(running, async () => confirmations.Orders == Orders && await books.AreClosedAsync(stop), stop);
        var findings = new List<string>();
        if (confirmations.Orders != Orders || confirmations.Messages != Orders)
            findings.Add($"{confirmations.Orders} orders confirmed with {confirmations.Messages} messages, and {Orders} were placed");
        findings.AddRange(await books.FindingsAsync(Enumerable.Range(0, Orders).Sum(number => LinesOf(number).Sum(line => line.Quantity)), stop));

        await ending.CancelAsync();
        await running;
        return findings;
    }

    /// <summary>Two requests with one key are one order.</summary>
    static async Task PlaceTwiceAsync(HttpClient client, int number, CancellationToken cancellationToken)
    {
        var place = new Place("VINET", LinesOf(number), new Address("Vins et alcools Chevalier", "59 rue de l'Abbaye", "Reims", null, "51100", "France"), "tok_approved");
        var key = Guid.CreateVersion7().ToString();
        var answers = await Task.WhenAll(SendAsync(), SendAsync());
        if (answers[0] != answers[1])
            throw new InvalidOperationException($"One key made two orders: {answers[0]} and {answers[1]}.");

        async Task<Guid> SendAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = JsonContent.Create(place, FloorJson.Default.Place) };
            request.Headers.Add("Idempotency-Key", key);
            using var response = await client.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync(FloorJson.Default.Placed, cancellationToken))!.OrderId;
        }
    }

    static OrderLine[] LinesOf(int number) =>
        [.. Enumerable.Range(0, 3).Select(line => new OrderLine($"NW-{1 + (((number * 7) + (line * 13)) % 77):000}", line + 1))];

    static async Task<bool> IsReadyAsync(HttpClient client, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/health/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Waits for a condition, and gives up after a while: what is missing then is a finding. What stops the floor stops the check.</summary>
    static async Task Until(Task running, Func<Task<bool>> condition, CancellationToken stop)
    {
        var deadline = TimeProvider.System.GetUtcNow() + Patience;
        while (!await condition() && TimeProvider.System.GetUtcNow() < deadline)
        {
            if (running.IsCompleted)
                await running;
            await Task.Delay(50, stop);
        }
    }
}
