using System.Text.Json;
using Sagas.OrderSaga.Tests.Api;
using Sagas.OrderSaga.Tests.Web;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Troubles;

public sealed class When_nobody_answers(When_nobody_answers.PersistentHost host) : IClassFixture<When_nobody_answers.PersistentHost>
{
    [Fact]
    public async Task the_reply_counts_as_lost_once_a_deadline_has_passed()
    {
        var saga = await host.BegunAsync();
        (await TroubleAsync(saga)).GetProperty("kind").GetString().ShouldBeOneOf("Waiting", "ReplyLost");

        JsonElement trouble = default;
        await Eventually.ShouldAsync(async () => (trouble = await TroubleAsync(saga)).GetProperty("kind").GetString() == "ReplyLost", "the reply to count as lost");

        trouble.GetProperty("needsSomebody").GetBoolean().ShouldBeFalse();
        trouble.GetProperty("evidence")[0].GetProperty("text").GetString()!.ShouldStartWith("ReserveStock was sent ");
        trouble.GetProperty("evidence")[0].GetProperty("link").GetString()!.ShouldStartWith($"/sagas/{saga}/page#step-");
        (await host.PageAsync($"/sagas/{saga}/page")).ShouldContain("reply lost");
    }

    async Task<JsonElement> TroubleAsync(Guid saga) =>
        JsonDocument.Parse(await host.Client.GetStringAsync($"/sagas/{saga}", TestContext.Current.CancellationToken)).RootElement.GetProperty("trouble");

    /// <summary>Asks again five times per second, for as long as the test lasts.</summary>
    public sealed class PersistentHost : OrderSagaHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["PlaceOrder:ReserveStock:Attempts"] = "100",
            ["PlaceOrder:ReserveStock:Deadline"] = "00:00:00.200",
        };
    }
}
