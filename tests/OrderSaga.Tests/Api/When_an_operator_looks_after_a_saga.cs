using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.OrderSaga.Operators;
using Sagas.OrderSaga.Orders;
using Sagas.OrderSaga.Requests;
using Sagas.TestKit;

namespace Sagas.OrderSaga.Tests.Api;

public sealed class When_an_operator_looks_after_a_saga(ImpatientHost host) : IClassFixture<ImpatientHost>
{
    [Fact]
    public async Task it_shows_what_it_waits_for_and_what_it_would_owe()
    {
        var saga = await GetAsync(await PlaceAsync());

        saga.GetProperty("state").GetString().ShouldBe("ReservingStock");
        saga.GetProperty("definition").GetProperty("version").GetInt32().ShouldBe(1);
        var wait = saga.GetProperty("waitingFor");
        wait.GetProperty("answers").EnumerateArray().Select(answer => answer.GetString()).ShouldBe(["StockReserved", "StockUnavailable"]);
        wait.GetProperty("from").GetString().ShouldBe("inventory");
        wait.GetProperty("attempt").GetInt32().ShouldBe(1);
        wait.GetProperty("overdue").GetBoolean().ShouldBeFalse();
        saga.GetProperty("timers").GetArrayLength().ShouldBe(1);
        saga.GetProperty("timers")[0].GetProperty("message").GetString().ShouldBe("StepDeadlinePassed");
        saga.GetProperty("compensation").EnumerateArray().Select(step => $"{step.GetProperty("step").GetString()} {step.GetProperty("undo").GetString()}")
            .ShouldBe(["reserve-stock Required", "capture-payment NotNeeded", "create-shipment NotNeeded"]);
        saga.GetProperty("outcome").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task a_parked_one_says_why_since_when_and_what_is_owed()
    {
        var sagaId = await ParkAsync();

        var parked = (await GetAsync(sagaId)).GetProperty("parked");

        parked.GetProperty("because").GetString().ShouldBe("The undo of ReserveStock was not answered in 1 attempt.");
        parked.GetProperty("since").GetDateTimeOffset().ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow());
        parked.GetProperty("owed").EnumerateArray().Select(step => step.GetString()).ShouldBe(["reserve-stock"]);
        (await host.Database.ScalarAsync<string>("select reason from saga_timeline where correlation_id = $1 and state_after = 'Parked' order by number limit 1", sagaId))
            .ShouldBe("The undo of ReserveStock was not answered in 1 attempt. Still owed: the undo of ReserveStock.");
    }

    [Fact]
    public async Task an_answer_that_comes_too_late_is_offered_as_evidence()
    {
        var sagaId = await ParkAsync();

        await SendAsync(new StockUnreserved { SagaId = sagaId, OrderId = sagaId, EffectKey = new EffectKey(sagaId, "reserve-stock", EffectIntent.Undo, 1), Units = 12 });

        await Eventually.ShouldAsync(async () => await EvidenceAsync(sagaId) is ["StockUnreserved settles reserve-stock"], "the answer to be offered");
        (await GetAsync(sagaId)).GetProperty("state").GetString().ShouldBe("Parked", "an operator decides");
    }

    [Fact]
    public async Task a_request_whose_message_was_lost_is_sent_again()
    {
        var sagaId = await ParkAsync();
        var request = new RetrySaga
        {
            RequestId = Guid.CreateVersion7(), SagaId = sagaId, Operator = "dana", Reason = "Inventory is back", Seen = new Situation("Parked", "reserve-stock", UndoRound: 1),
        };

        await host.Database.ExecuteAsync(
            "insert into saga_requests (message_id, saga_id, message_type, message) values ($1, $2, 'RetrySaga', $3::jsonb)",
            request.RequestId, sagaId, new SagaRequest(request.RequestId, sagaId, Endpoints.PlaceOrder, request).Json);

        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<int>("select undo_round from place_order_sagas where correlation_id = $1", sagaId) == 2, "the second round");
        (await host.Database.ScalarAsync<long>("select count(*) from saga_requests where saga_id = $1", sagaId)).ShouldBe(0);
    }

    [Fact]
    public async Task a_request_that_was_dismissed_as_a_dead_letter_is_not_sent_again()
    {
        var sagaId = await ParkAsync();
        var request = new RetrySaga
        {
            RequestId = Guid.CreateVersion7(), SagaId = sagaId, Operator = "dana", Reason = "Inventory is back", Seen = new Situation("Parked", "reserve-stock", UndoRound: 1),
        };
        await DismissAsync(request.RequestId, "RetrySaga");

        await host.Database.ExecuteAsync(
            "insert into saga_requests (message_id, saga_id, message_type, message) values ($1, $2, 'RetrySaga', $3::jsonb)",
            request.RequestId, sagaId, new SagaRequest(request.RequestId, sagaId, Endpoints.PlaceOrder, request).Json);

        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from saga_requests where saga_id = $1", sagaId) == 0, "the request to be settled");
        (await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1 and message_type = 'RetrySaga'", sagaId)).ShouldBe(0);
        (await GetAsync(sagaId)).GetProperty("state").GetString().ShouldBe("Parked");
    }

    [Fact]
    public async Task a_cancellation_that_waited_for_its_saga_and_was_dismissed_is_not_sent_again()
    {
        var order = Guid.CreateVersion7();
        var request = new CancelOrder { OrderId = order, Reason = "changed my mind", RequestedBy = "VINET" };
        // The copy that waited, and failed in the end, had an id of its own.
        await DismissAsync(Guid.CreateVersion7(), "CancelOrder", correlationId: order);

        await host.Database.ExecuteAsync(
            "insert into saga_requests (message_id, saga_id, message_type, message) values ($1, $2, 'CancelOrder', $3::jsonb)",
            Guid.CreateVersion7(), order, new SagaRequest(Guid.CreateVersion7(), order, Endpoints.PlaceOrder, request).Json);

        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from saga_requests where saga_id = $1", order) == 0, "the request to be settled");
    }

    [Fact]
    public async Task what_begins_a_saga_is_sent_again_though_it_was_dismissed()
    {
        var sagaId = await ParkAsync();
        var messageId = Guid.CreateVersion7();
        var request = new Contracts.Orders.PlaceOrder
        {
            OrderId = sagaId,
            CustomerId = "VINET",
            Lines = [new OrderLine { Sku = "NW-011", Quantity = 12 }],
            ShipTo = new PostalAddress { Name = "Vins et alcools Chevalier", Street = "59 rue de l'Abbaye", City = "Reims", Country = "France" },
            PaymentToken = "tok_approved",
        };
        await DismissAsync(messageId, "PlaceOrder");

        await host.Database.ExecuteAsync(
            "insert into saga_requests (message_id, saga_id, message_type, message) values ($1, $2, 'PlaceOrder', $3::jsonb)",
            messageId, sagaId, new SagaRequest(messageId, sagaId, Endpoints.PlaceOrder, request).Json);

        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1 and message_id = $2", sagaId, messageId) >= 1,
            "the saga to be asked");
        (await host.Database.ScalarAsync<long>("select count(*) from saga_requests where saga_id = $1", sagaId)).ShouldBe(0, "it has answered");
    }

    [Fact]
    public async Task resolving_by_hand_ends_it_with_the_operators_name_on_stream_and_timeline()
    {
        var sagaId = await ParkAsync();

        using var answer = await AskAsync(sagaId, "resolve", """{"reason":"counted by hand","step":"reserve-stock","evidence":"stock sheet 12"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await IsInAsync(sagaId, "Cancelled");
        (await host.Database.QueryAsync(
                "select type from events where stream = $1 and version > 2 order by version", row => row.GetString(0), $"order-{sagaId}"))
            .ShouldBe(["order-parked", "order-operator-requested", "order-resumed", "order-undo-waived", "order-cancelled"]);
        (await host.Database.ScalarAsync<string>(
                "select actor || ': ' || reason from saga_timeline where correlation_id = $1 and message_type = 'ResolveSaga'", sagaId))
            .ShouldBe("an operator on this machine: counted by hand");
        (await host.Database.ScalarAsync<long>("select count(*) from saga_requests where saga_id = $1", sagaId)).ShouldBe(0);
        (await host.Database.ScalarAsync<string>("select parked_because from place_order_sagas where correlation_id = $1", sagaId)).ShouldBeNull();
    }

    [Fact]
    public async Task retrying_asks_the_participant_in_a_new_round()
    {
        var sagaId = await ParkAsync();

        using var answer = await AskAsync(sagaId, "retry", """{"reason":"Inventory is back"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await BodyAsync(answer)).GetProperty("will").GetString()
            .ShouldBe("UnreserveStock is sent to inventory in round 2, with 1 attempt. Then the order is cancelled.");
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<int>("select undo_round from place_order_sagas where correlation_id = $1", sagaId) == 2, "the second round");
    }

    [Fact]
    public async Task compensating_turns_it_round()
    {
        var sagaId = await PlaceAsync();

        using var answer = await AskAsync(sagaId, "compensate", """{"reason":"fraud"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await IsInAsync(sagaId, "Parked");
        (await GetAsync(sagaId)).GetProperty("compensation")[0].GetProperty("undo").GetString().ShouldBe("Failed");
    }

    [Theory]
    [InlineData("compensate", """{"reason":"x"}""", "The order is being cancelled already. Nothing was written.")]
    public async Task what_does_not_apply_to_a_parked_one_is_refused_with_the_reason(string request, string body, string why)
    {
        var sagaId = await ParkAsync();

        using var answer = await AskAsync(sagaId, request, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await BodyAsync(answer)).GetProperty("detail").GetString().ShouldBe(why);
    }

    [Fact]
    public async Task the_undo_of_another_step_than_the_one_that_is_owed_now_is_not_resolved()
    {
        var sagaId = await ParkAsync();

        using var answer = await AskAsync(sagaId, "resolve", """{"reason":"bank refund 4711","step":"capture-payment","evidence":"statement of today"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await BodyAsync(answer)).GetProperty("detail").GetString()!.ShouldStartWith("It owes reserve-stock now, and capture-payment is what was seen to");
        await IsInAsync(sagaId, "Parked");
    }

    [Theory]
    [InlineData("olderThan=9999999.00:00:00", "olderThan")]
    [InlineData("error=%00", "error")]
    public async Task badly_searched_it_names_the_field(string query, string field)
    {
        using var answer = await host.Client.GetAsync($"/sagas?{query}", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyAsync(answer)).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Fact]
    public async Task only_what_a_parked_one_owes_can_be_resolved()
    {
        using var answer = await AskAsync(await PlaceAsync(), "resolve?dryRun=true", """{"reason":"x","step":"reserve-stock","evidence":"y"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await BodyAsync(answer)).GetProperty("detail").GetString()!.ShouldStartWith("Nothing has failed for good");
    }

    [Fact]
    public async Task a_dry_run_says_what_would_happen_and_writes_nothing()
    {
        var sagaId = await PlaceAsync();

        using var answer = await AskAsync(sagaId, "compensate?dryRun=true", """{"reason":"fraud"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await BodyAsync(answer)).GetProperty("would").GetString().ShouldBe("The saga turns round. Then UnreserveStock and the end: the order is cancelled.");
        (await host.Database.ScalarAsync<long>("select count(*) from events where stream = $1", $"order-{sagaId}")).ShouldBe(1);
    }

    [Theory]
    [InlineData("retry", "{}", "reason")]
    [InlineData("resolve", """{"reason":"x","step":"reserve-stock"}""", "evidence")]
    [InlineData("resolve", """{"reason":"x","evidence":"y"}""", "step")]
    [InlineData("resolve", """{"reason":"x","step":"capture","evidence":"y"}""", "step")]
    [InlineData("retry", """{"reason":"x","evidence":"y"}""", "evidence")]
    public async Task badly_asked_it_names_the_field(string request, string body, string field)
    {
        using var answer = await AskAsync(Guid.CreateVersion7(), request, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await BodyAsync(answer)).GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldContain(field);
    }

    [Fact]
    public async Task several_who_ask_at_once_are_each_told_whether_they_were_heard()
    {
        var sagaId = await PlaceAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(n => AskAsync(sagaId, n % 2 == 0 ? "retry" : "compensate", """{"reason":"me first"}""")));

        answers.Select(answer => answer.StatusCode).ShouldBeSubsetOf([HttpStatusCode.Accepted, HttpStatusCode.Conflict]);
        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.Accepted);
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task of_a_saga_that_does_not_exist_nothing_is_known()
    {
        using var asked = await AskAsync(Guid.CreateVersion7(), "retry", """{"reason":"x"}""");
        using var got = await host.Client.GetAsync($"/sagas/{Guid.CreateVersion7()}", TestContext.Current.CancellationToken);

        asked.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        got.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await BodyAsync(got)).GetProperty("detail").GetString()!.ShouldStartWith("Nothing was ever delivered");
    }

    [Fact]
    public async Task of_one_that_messages_came_for_and_did_not_find_the_timeline_is_named()
    {
        var nobody = Guid.CreateVersion7();
        await SendAsync(new StockUnreserved { SagaId = nobody, OrderId = nobody, EffectKey = new EffectKey(nobody, "reserve-stock", EffectIntent.Undo, 1), Units = 12 });
        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<long>("select count(*) from saga_timeline where correlation_id = $1", nobody) > 0, "the message to be recorded");

        using var asked = await AskAsync(nobody, "retry", """{"reason":"x"}""");
        using var got = await host.Client.GetAsync($"/sagas/{nobody}", TestContext.Current.CancellationToken);

        foreach (var answer in new[] { asked, got })
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await BodyAsync(answer)).GetProperty("detail").GetString()
                .ShouldBe($"Messages were delivered under the id {nobody}, and none of them began a saga. GET /sagas/{nobody}/timeline tells what came of each.");
        }
    }

    [Theory]
    [InlineData(true, "Ignored by dana")]
    [InlineData(false, "NoInstance by dana")]
    public async Task what_nobody_acts_on_is_still_the_operators(bool parked, string told)
    {
        var sagaId = parked ? await ParkAsync() : Guid.CreateVersion7();

        await SendAsync(new CompensateSaga
        {
            RequestId = Guid.CreateVersion7(), SagaId = sagaId, Operator = "dana", Reason = "fraud", Seen = new Situation("ReservingStock", "reserve-stock", UndoRound: 0),
        });

        await Eventually.ShouldAsync(
            async () => await host.Database.ScalarAsync<string>(
                "select kind || ' by ' || actor from saga_timeline where correlation_id = $1 and message_type = 'CompensateSaga'", sagaId) == told,
            "the operator on the timeline");
    }

    async Task<Guid> PlaceAsync()
    {
        using var answer = await host.Client.PostAsync(
            "/orders", new StringContent(BadRequests.GoodBody, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var order = (await BodyAsync(answer)).GetProperty("orderId").GetGuid();
        await IsInAsync(order, "ReservingStock");
        return order;
    }

    /// <summary>A request that failed for good, and of which somebody decided that nothing has to be done.</summary>
    async Task DismissAsync(Guid messageId, string request, Guid? correlationId = null)
    {
        var letterId = Guid.CreateVersion7();
        await host.Database.ExecuteAsync("""
            insert into dead_letters (dead_letter_id, endpoint, message_id, message_type, correlation_id, headers, body, reason, fingerprint, attempts, first_failed_at, last_failed_at)
            values ($1, 'place-order', $2, 'urn:message:Sagas.Contracts.Orders:' || $3, $4, '{}', '{}', 'Failed', 'f', 1, now(), now())
            """, letterId, messageId, request, (object?)correlationId ?? DBNull.Value);
        using var dismissed = await host.Client.PostAsJsonAsync($"/dead-letters/{letterId}/dismiss", new { reason = "asked for twice" }, TestContext.Current.CancellationToken);
        dismissed.IsSuccessStatusCode.ShouldBeTrue(await dismissed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    async Task<Guid> ParkAsync()
    {
        var order = await PlaceAsync();
        using var answer = await host.Client.PostAsync(
            $"/orders/{order}/cancel", new StringContent("""{"reason":"changed my mind"}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        await IsInAsync(order, "Parked");
        return order;
    }

    async Task SendAsync<T>(T message)
        where T : class
    {
        var bus = await host.Services.GetRequiredService<IBus>().GetSendEndpoint(Endpoints.Address(Endpoints.PlaceOrder));
        await bus.Send(message, TestContext.Current.CancellationToken);
    }

    Task IsInAsync(Guid sagaId, string state) => Eventually.ShouldAsync(
        async () => await host.Database.ScalarAsync<string>("select current_state from place_order_sagas where correlation_id = $1", sagaId) == state, $"the saga to be {state}");

    async Task<string[]> EvidenceAsync(Guid sagaId) =>
    [
        .. (await GetAsync(sagaId)).GetProperty("parked").GetProperty("evidence").EnumerateArray()
            .Select(evidence => $"{evidence.GetProperty("message").GetString()} settles {evidence.GetProperty("settles").GetString()}"),
    ];

    async Task<JsonElement> GetAsync(Guid sagaId)
    {
        using var answer = await host.Client.GetAsync($"/sagas/{sagaId}", TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await BodyAsync(answer);
    }

    Task<HttpResponseMessage> AskAsync(Guid sagaId, string request, string body) =>
        host.Client.PostAsync($"/sagas/{sagaId}/{request}", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

    static Task<JsonElement> BodyAsync(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
}
