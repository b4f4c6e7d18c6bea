using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sagas.OrderSaga.Tests.Api;

namespace Sagas.OrderSaga.Tests.Web;

public sealed class When_a_timeline_is_followed(When_a_timeline_is_followed.QuickHost host) : IClassFixture<When_a_timeline_is_followed.QuickHost>
{
    [Fact]
    public async Task steps_come_as_they_happen()
    {
        var saga = await host.BegunAsync();
        using var answer = await FollowAsync(saga);
        using var events = await ReaderAsync(answer);

        (await NextAsync(events, "step")).ShouldContain("\"messageType\":\"PlaceOrder\"");
        using var turned = await host.SendFormAsync($"/sagas/{saga}/page/compensate", new() { ["reason"] = "fraud" });

        (await NextAsync(events, "step")).ShouldContain("\"messageType\":\"CompensateSaga\"");
    }

    [Fact]
    public async Task in_silence_it_beats()
    {
        using var answer = await FollowAsync(await host.BegunAsync(), lastEventId: "1");
        using var events = await ReaderAsync(answer);

        foreach (var _ in Enumerable.Range(1, 3))
            await NextAsync(events, "heartbeat");
    }

    [Fact]
    public async Task it_is_over_a_while_after_the_saga_is()
    {
        var saga = await host.BegunAsync();
        await host.Database.ExecuteAsync("""
            insert into saga_timeline (
              saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, saga_version, message_type, attempt, redelivery, redelivered,
              received_at, handled_at, details, previous_hash, hash)
            select saga_type, correlation_id, 2, recorded_at, 'ActedOn', 'ReservingStock', 'Cancelled', 2, 'StockUnavailable', 1, 0, false, received_at, handled_at, '{}', hash, hash
            from saga_timeline where correlation_id = $1 and number = 1
            """, saga);
        await host.Database.ExecuteAsync("update saga_timeline_heads set next_number = 3 where correlation_id = $1", saga);
        using var answer = await FollowAsync(saga, lastEventId: "1");
        using var events = await ReaderAsync(answer);

        (await NextAsync(events, "step")).ShouldContain("StockUnavailable");
        await NextAsync(events, "ended");

        (await events.ReadToEndAsync(Pages.Stop)).Trim().ShouldBe("data:");
    }

    [Fact]
    public async Task from_what_is_no_step_it_is_refused()
    {
        using var answer = await FollowAsync(await host.BegunAsync(), lastEventId: "first");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task of_no_saga_there_is_none()
    {
        using var answer = await FollowAsync(Guid.CreateVersion7());

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_host_that_stops_does_not_wait_for_who_follows()
    {
        await using var stopping = new OrderSagaHost();
        await stopping.InitializeAsync();
        using var answer = await stopping.Client.GetAsync(
            $"/sagas/{await stopping.BegunAsync()}/timeline/live", HttpCompletionOption.ResponseHeadersRead, Pages.Stop);
        using var events = await ReaderAsync(answer);
        await NextAsync(events, "step");

        stopping.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        // Long before the next heartbeat would have been due.
        (await events.ReadToEndAsync(Pages.Stop).WaitAsync(TimeSpan.FromSeconds(10), Pages.Stop)).ShouldNotContain("ended");
    }

    async Task<HttpResponseMessage> FollowAsync(Guid saga, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/sagas/{saga}/timeline/live");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Pages.Stop);
    }

    static async Task<StreamReader> ReaderAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Pages.Stop));
    }

    /// <summary>The data of the next event of a type; others are let pass.</summary>
    static async Task<string> NextAsync(StreamReader events, string type)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Pages.Stop);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (await events.ReadLineAsync(patience.Token) is { } line)
        {
            if (line == $"event: {type}")
                return type == "step" ? (await events.ReadLineAsync(patience.Token))! : "";
        }

        throw new ShouldAssertException($"The timeline ended before {type} came.");
    }

    /// <summary>Beats and ends soon.</summary>
    public sealed class QuickHost : OrderSagaHost
    {
        protected override IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
        {
            ["Explorer:LookEvery"] = "00:00:00.050", ["Explorer:Heartbeat"] = "00:00:00.500", ["Explorer:Grace"] = "00:00:00.300",
        };
    }
}
