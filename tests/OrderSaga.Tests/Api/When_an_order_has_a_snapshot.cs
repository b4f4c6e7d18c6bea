using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_an_order_has_a_snapshot(When_an_order_has_a_snapshot.Host host) : IClassFixture<When_an_order_has_a_snapshot.Host>
{
    [Fact]
    public async Task It_was_taken_after_the_commit_and_is_what_the_order_is_loaded_from()
    {
        var orderId = await PlaceAsync();
        await SnapshotShouldBeAtAsync(orderId, 1);
        await host.Database.ExecuteAsync("update snapshots set data = jsonb_set(data, '{customerId}', '\"FORGED\"') where stream = $1", $"order-{orderId}");

        (await CustomerAsync($"/orders/{orderId}")).ShouldBe("FORGED");
        (await CustomerAsync($"/orders/{orderId}?version=1")).ShouldBe("VINET", "the past is folded from the events");
    }

    [Fact]
    public async Task One_of_another_fold_is_never_served_and_is_replaced()
    {
        var orderId = await PlaceAsync();
        await SnapshotShouldBeAtAsync(orderId, 1);
        await host.Database.ExecuteAsync("update snapshots set data = '{}', stamp = '1-older' where stream = $1", $"order-{orderId}");

        (await CustomerAsync($"/orders/{orderId}")).ShouldBe("VINET");

        (await host.Client.PostAsJsonAsync($"/orders/{orderId}/cancel", new { reason = "changed my mind" }, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
        await SnapshotShouldBeAtAsync(orderId, 2);
        (await CustomerAsync($"/orders/{orderId}")).ShouldBe("VINET");
    }

    async Task<string?> PlaceAsync()
    {
        using var body = new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json");
        using var answer = await host.Client.PostAsync("/orders", body, TestContext.Current.CancellationToken);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("orderId").GetString();
    }

    async Task<string?> CustomerAsync(string path) =>
        (await host.Client.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken)).GetProperty("customerId").GetString();

    Task SnapshotShouldBeAtAsync(string? orderId, long version) => Eventually.ShouldAsync(
        async () => await host.Database.ScalarAsync<long>("select version from snapshots where stream = $1 and stamp <> '1-older'", $"order-{orderId}") >= version,
        $"a snapshot of the order at version {version}");

    public sealed class Host : OrderSagaHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string> { ["Orders:SnapshotEvery"] = "1" };
    }
}
