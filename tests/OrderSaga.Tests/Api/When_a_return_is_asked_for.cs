using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Payment;
using Sagas.EventStore;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Tests.Orders;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_a_return_is_asked_for(OrderSagaHost host) : IClassFixture<OrderSagaHost>
{
    [Fact]
    public async Task it_is_recorded_and_its_saga_begins()
    {
        var order = await DeliveredAsync();

        using var answer = await AskAsync(order);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var returnId = (await BodyAsync(answer)).GetProperty("returnId").GetGuid();
        answer.Headers.Location!.ToString().ShouldBe($"/orders/{order}/returns/{returnId}");
        answer.Headers.GetValues("X-Event-Version").ShouldBe(["8"]);
        await IsInAsync(returnId, "ReceivingReturn");
        var saga = await GetAsync($"/sagas/{returnId}");
        saga.GetProperty("definition").GetProperty("name").GetString().ShouldBe("ReturnOrder");
        saga.GetProperty("orderId").GetGuid().ShouldBe(order);
        saga.GetProperty("waitingFor").GetProperty("effectKey").GetString().ShouldBe($"{returnId}/receive-return/do/1");
        (await GetAsync("/sagas?saga=ReturnOrder")).GetProperty("sagas").EnumerateArray().Select(found => found.GetProperty("sagaId").GetGuid()).ShouldContain(returnId);
        (await host.Database.ScalarAsync<long>("select count(*) from saga_requests where saga_id = $1", returnId)).ShouldBe(0, "it is answered");
    }

    [Fact]
    public async Task it_goes_through_to_the_end()
    {
        var order = await DeliveredAsync();
        var returnId = await ReturnAsync(order);

        await ReplyAsync(new GoodsReceived { SagaId = returnId, OrderId = order, EffectKey = Key(returnId, "receive-return"), ReceivedAt = AnOrder.Tuesday });
        await IsInAsync(returnId, "InspectingReturn");
        await ReplyAsync(new GoodsInspected { SagaId = returnId, OrderId = order, EffectKey = Key(returnId, "inspect-return"), Lines = AReturn.Verdict });
        await IsInAsync(returnId, "RestockingGoods");
        await ReplyAsync(new GoodsRestocked { SagaId = returnId, OrderId = order, EffectKey = Key(returnId, "restock-goods"), Units = 2 });
        await IsInAsync(returnId, "WritingOffGoods");
        await ReplyAsync(new GoodsWrittenOff { SagaId = returnId, OrderId = order, EffectKey = Key(returnId, "write-off-goods"), Units = 1 });
        await IsInAsync(returnId, "RefundingReturn");
        await ReplyAsync(new ReturnRefunded { SagaId = returnId, OrderId = order, EffectKey = Key(returnId, "refund-return"), Amount = AnOrder.Total, GatewayReference = "re_1" });
        await IsInAsync(returnId, "Completed");

        (await GetAsync($"/sagas/{returnId}")).GetProperty("outcome").GetProperty("kind").GetString().ShouldBe("Completed");
        (await GetAsync($"/orders/{order}")).GetProperty("status").GetString().ShouldBe("Returned");
        (await GetAsync($"/orders/{order}/returns"))[0].GetProperty("refunded").GetProperty("amount").GetString().ShouldBe("38.50");
        (await host.Client.GetStringAsync($"/sagas/{returnId}/timeline", TestContext.Current.CancellationToken)).ShouldContain("ReturnRefunded");
        (await host.Database.QueryAsync(
                "select type from events where stream = $1 and version > 7 order by version", row => row.GetString(0), $"order-{order}"))
            .ShouldBe([
                "order-return-requested", "order-return-goods-received", "order-return-goods-inspected", "order-return-goods-restocked", "order-return-goods-written-off",
                "order-return-refunded", "order-return-completed",
            ]);
        using var again = await AskAsync(order);
        (await TypeOfAsync(again, HttpStatusCode.Conflict)).ShouldBe("urn:sagas:problem:not-returnable");
    }

    /// <summary>As it is between the commit that records the request and the one that begins the saga.</summary>
    [Fact]
    public async Task before_its_saga_has_begun_that_is_what_is_said()
    {
        var returnId = Guid.CreateVersion7();
        await host.Database.ExecuteAsync(
            "insert into saga_requests (message_id, saga_id, message_type, message, endpoint) values ($1, $1, 'ReturnOrder', '{}', 'return-order')", returnId);

        using var saga = await host.Client.GetAsync($"/sagas/{returnId}", TestContext.Current.CancellationToken);
        using var page = await host.Client.GetAsync($"/sagas/{returnId}/page", TestContext.Current.CancellationToken);

        (saga.StatusCode, page.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        (await BodyAsync(saga)).GetProperty("state").GetString().ShouldBe("NotBegun");
        await host.Database.ExecuteAsync("delete from saga_requests where saga_id = $1", returnId);
        using var unknown = await host.Client.GetAsync($"/sagas/{returnId}", TestContext.Current.CancellationToken);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task it_is_there_from_the_moment_on_that_it_was_recorded()
    {
        var order = await DeliveredAsync();
        using var answer = await AskAsync(order);

        using var found = await host.Client.GetAsync(answer.Headers.Location, TestContext.Current.CancellationToken);
        using var all = await host.Client.GetAsync($"/orders/{order}/returns", TestContext.Current.CancellationToken);
        using var other = await host.Client.GetAsync($"/orders/{order}/returns/{Guid.CreateVersion7()}", TestContext.Current.CancellationToken);

        (found.StatusCode, all.StatusCode, other.StatusCode).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound));
        found.Headers.GetValues("X-Event-Version").ShouldBe(["8"]);
        all.Headers.GetValues("X-Event-Version").ShouldBe(["8"]);
    }

    [Fact]
    public async Task of_simultaneous_requests_one_is_taken()
    {
        var order = await DeliveredAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(order)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
    }

    [Fact]
    public async Task a_repeat_gets_the_first_answer_and_another_request_under_its_key_none()
    {
        var (order, other) = (await DeliveredAsync(), await DeliveredAsync());
        var key = $"return-{order}";

        var first = await ReturnAsync(order, key);

        (await ReturnAsync(order, key)).ShouldBe(first);
        using var reused = await AskAsync(other, key);
        reused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task of_an_order_that_is_not_delivered_it_is_refused_with_the_reason()
    {
        using var placed = await host.Client.PostAsync("/orders", new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var order = (await BodyAsync(placed)).GetProperty("orderId").GetGuid();

        using var answer = await AskAsync(order);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await BodyAsync(answer)).GetProperty("title").GetString().ShouldBe("The order is not delivered.");
    }

    [Fact]
    public async Task of_no_order_it_is_not_found()
    {
        using var answer = await AskAsync(Guid.CreateVersion7());

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{}""", "reason")]
    [InlineData("""{"reason":" "}""", "reason")]
    [InlineData("""{"reason":"too big","lines":[]}""", "lines")]
    public async Task a_bad_request_names_the_field(string body, string field)
    {
        using var answer = await host.Client.PostAsync(
            $"/orders/{await DeliveredAsync()}/returns", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyAsync(answer)).GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Fact]
    public async Task an_operator_can_call_it_off_while_the_goods_are_awaited_and_not_behind_the_pivot()
    {
        var order = await DeliveredAsync();
        var returnId = await ReturnAsync(order);
        using var would = await OperateAsync(returnId, "compensate?dryRun=true");
        (await BodyAsync(would)).GetProperty("would").GetString()
            .ShouldBe("The saga turns round. Then CancelReturn and the end: the return is rejected. Unless the goods have arrived: then the return goes on.");

        await ReplyAsync(new GoodsReceived { SagaId = returnId, OrderId = order, EffectKey = Key(returnId, "receive-return"), ReceivedAt = AnOrder.Tuesday });
        await IsInAsync(returnId, "InspectingReturn");
        using var late = await OperateAsync(returnId, "compensate");
        (await TypeOfAsync(late, HttpStatusCode.Conflict)).ShouldBe("urn:sagas:problem:does-not-apply");

        using var retry = await OperateAsync(returnId, "retry");
        retry.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from events where stream = $1 and type = 'order-return-operator-requested'", $"order-{order}") == 1,
            "the request to stand on the stream");
    }

    async Task<Guid> DeliveredAsync()
    {
        var orderId = Guid.CreateVersion7();
        var streams = host.Services.GetRequiredService<OrderStreams>();
        await host.Services.GetRequiredService<IEventStore>().AppendAsync(new StreamAppend(
            OrderStreams.StreamOf(orderId),
            ExpectedVersion.NoStream,
            [.. AReturn.DeliveredOrder.Select(happened => streams.Serializer.Serialize(happened, Guid.CreateVersion7(), new EventMetadata { Actor = "test" }))]));
        return orderId;
    }

    async Task<Guid> ReturnAsync(Guid order, string? key = null)
    {
        using var answer = await AskAsync(order, key);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var returnId = (await BodyAsync(answer)).GetProperty("returnId").GetGuid();
        await IsInAsync(returnId, "ReceivingReturn");
        return returnId;
    }

    Task<HttpResponseMessage> AskAsync(Guid order, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/orders/{order}/returns") { Content = JsonContent.Create(new { reason = "too big" }) };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    Task<HttpResponseMessage> OperateAsync(Guid returnId, string what) =>
        host.Client.PostAsJsonAsync($"/sagas/{returnId}/{what}", new { reason = "the customer keeps it" }, TestContext.Current.CancellationToken);

    async Task ReplyAsync<T>(T reply)
        where T : class
    {
        var bus = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(Endpoints.Address(Endpoints.ReturnOrder));
        await bus.Send(reply, TestContext.Current.CancellationToken);
    }

    Task IsInAsync(Guid returnId, string state) => Eventually.ShouldAsync(
        async () => await host.Database.ScalarAsync<string>("select current_state from return_order_sagas where correlation_id = $1", returnId) == state,
        $"the return to be {state}",
        describe: async () => await host.Database.ScalarAsync<string>("select current_state from return_order_sagas where correlation_id = $1", returnId) ?? "not there");

    async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await BodyAsync(answer);
    }

    static async Task<string?> TypeOfAsync(HttpResponseMessage answer, HttpStatusCode expected)
    {
        answer.StatusCode.ShouldBe(expected);
        return (await BodyAsync(answer)).GetProperty("type").GetString();
    }

    static Task<JsonElement> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    static EffectKey Key(Guid returnId, string step) => new(returnId, step, EffectIntent.Do, 1);
}
