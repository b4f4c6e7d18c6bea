using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit.Events;
using Sagas.Contracts;
using Sagas.Contracts.Inventory;
using Sagas.Contracts.Orders;
using Sagas.ServiceDefaults.Tests.Offices;
using Sagas.TestKit;

namespace Sagas.ServiceDefaults.Tests;

public sealed class When_an_operator_looks_at_dead_letters(OfficeHost host) : IClassFixture<OfficeHost>
{
    [Fact]
    public async Task those_of_every_service_are_in_one_list_with_their_service_page_by_page()
    {
        List<Guid> messageIds = [];
        for (var i = 0; i < 4; i++)
            messageIds.Add(i % 2 == 0 ? await GiveUpAsync("north", AnOrder()) : await GiveUpAsync("south", AnUndo()));

        var found = new List<JsonElement>();
        string? next = "";
        while (next is not null)
        {
            var page = await GetAsync($"/dead-letters?status=open&limit=1{(next.Length == 0 ? "" : $"&after={next}")}");
            found.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }

        var mine = found.Where(letter => messageIds.Contains(letter.GetProperty("messageId").GetGuid())).ToList();
        mine.Select(letter => letter.GetProperty("messageId").GetGuid()).ShouldBe(messageIds.AsEnumerable().Reverse());
        mine.Select(letter => letter.GetProperty("service").GetString()).ShouldBe(["South", "North", "South", "North"]);
        mine.Select(letter => letter.GetProperty("messageType").GetString()).ShouldBe(["UnreserveStock", "PlaceOrder", "UnreserveStock", "PlaceOrder"]);
    }

    [Fact]
    public async Task what_is_sensitive_or_personal_is_masked_wherever_it_stands()
    {
        var order = AnOrder();
        var messageId = await GiveUpAsync("north", order, $"The gateway does not know {order.PaymentToken} of {order.ShipTo.Name}.");
        var summary = await LetterAsync(messageId);
        summary.GetProperty("faultMessage").GetString().ShouldBe("The gateway does not know *** of ***.");

        var text = await host.Http.GetStringAsync($"/dead-letters/{summary.GetProperty("deadLetterId").GetGuid()}", TestContext.Current.CancellationToken);

        foreach (var secret in new[] { order.PaymentToken, order.ShipTo.Name, order.ShipTo.Street, order.ShipTo.City, order.ShipTo.Country })
            text.ShouldNotContain(secret);
        var letter = JsonDocument.Parse(text).RootElement;
        var message = letter.GetProperty("body").GetProperty("message");
        message.GetProperty("orderId").GetGuid().ShouldBe(order.OrderId);
        message.GetProperty("lines")[0].GetProperty("sku").GetString().ShouldBe("CHAI");
        message.GetProperty("paymentToken").GetString().ShouldBe("***");
        message.GetProperty("shipTo").GetString().ShouldBe("***");
        letter.GetProperty("faultStack").GetString()!.ShouldContain("NorthClerk");
        letter.GetProperty("attempts").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task nothing_is_shown_of_a_message_that_nobody_knows()
    {
        var messageId = Guid.CreateVersion7();
        await host.SendAsync("north", new ReceiveFaultEvent(), messageId);
        await UntilDeadLetterAsync(messageId);
        var id = (await LetterAsync(messageId)).GetProperty("deadLetterId").GetGuid();

        var letter = await GetAsync($"/dead-letters/{id}");

        letter.GetProperty("reason").GetString().ShouldBe("Skipped");
        letter.GetProperty("body").GetString()!.ShouldContain("not shown");
        letter.GetProperty("headers").GetString().ShouldBe("(not shown)");
        letter.GetProperty("faultMessage").GetString()!.ShouldStartWith("No consumer");
    }

    [Theory]
    [InlineData("""{"message":{"orderId":1},"message":{"paymentToken":"tok_4711_visa"}}""")]
    [InlineData("""{"message":{"orderId":1},"Message":{"paymentToken":"tok_4711_visa"}}""")]
    [InlineData("""{"message":{"paymentToken":"tok_4711_visa","customerId":"\ud800"}}""")]
    [InlineData("""{"message":{"paymentToken":"tok_4711_visa","\udc00":1}}""")]
    [InlineData("""{"paymentToken":"tok_4711_visa"}""")]
    [InlineData("""{"message":"tok_4711_visa"}""")]
    [InlineData("""["tok_4711_visa"]""")]
    [InlineData("tok_4711_visa")]
    public async Task what_cannot_be_read_is_not_shown_and_hides_no_other(string body)
    {
        var messageId = await GiveUpAsync("north", AnOrder(), "The gateway does not know tok_4711_visa.");
        await host.North.ExecuteAsync("update dead_letters set body = $2 where message_id = $1", messageId, System.Text.Encoding.UTF8.GetBytes(body));

        var summary = await LetterAsync(messageId);
        var text = await host.Http.GetStringAsync($"/dead-letters/{summary.GetProperty("deadLetterId").GetGuid()}", TestContext.Current.CancellationToken);

        summary.GetProperty("faultMessage").GetString().ShouldBe("(not shown)");
        text.ShouldNotContain("tok_4711_visa");
        var letter = JsonDocument.Parse(text).RootElement;
        letter.GetProperty("body").GetString()!.ShouldContain("not shown");
        letter.GetProperty("faultStack").GetString().ShouldBe("(not shown)");
    }

    [Fact]
    public async Task a_dry_run_of_a_redrive_says_what_would_happen_and_does_nothing()
    {
        var order = AnOrder();
        var letter = await LetterAsync(await GiveUpAsync("north", order));
        var id = letter.GetProperty("deadLetterId").GetGuid();

        using var one = await PostAsync($"/dead-letters/{id}/redrive?dryRun=true", new { reason = "Only asking." });
        using var group = await PostAsync($"/dead-letters/groups/{letter.GetProperty("fingerprint").GetString()}/redrive?dryRun=true", new { reason = "Only asking." });

        one.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await one.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("effect").GetString().ShouldBe("Applied");
        (await group.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("applied").GetInt32().ShouldBeGreaterThan(0);
        (await host.North.ScalarAsync<string>("select status from dead_letters where dead_letter_id = $1", id)).ShouldBe("Open");
        (await host.North.ScalarAsync<long>("select count(*) from inbox where message_id = $1", letter.GetProperty("messageId").GetGuid())).ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"messageType":["urn:message:Sagas.Contracts.Orders:PlaceOrder"],"message":{"orderId":"4711"}}""", "JsonException: The JSON value could not be converted to System.Guid.")]
    [InlineData("""{"messageType":""", "SerializationException: (not shown)")]
    public async Task a_dry_run_of_what_cannot_be_read_says_that_it_would_be_given_up_again(string body, string fault)
    {
        var messageId = await GiveUpAsync("north", AnOrder());
        await host.North.ExecuteAsync("update dead_letters set body = $2 where message_id = $1", messageId, System.Text.Encoding.UTF8.GetBytes(body));

        using var answer = await PostAsync($"/dead-letters/{(await LetterAsync(messageId)).GetProperty("deadLetterId").GetGuid()}/redrive?dryRun=true", new { reason = "Only asking." });

        var forecast = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        forecast.GetProperty("effect").GetString().ShouldBe("Refused");
        forecast.GetProperty("because").GetString()!.ShouldStartWith($"The message can't be read, and would be given up again: {fault}");
    }

    [Fact]
    public async Task a_dry_run_of_a_dismissal_is_refused_instead_of_done()
    {
        var messageId = await GiveUpAsync("south", AnUndo());
        var letter = await LetterAsync(messageId);

        using var answer = await PostAsync($"/dead-letters/{letter.GetProperty("deadLetterId").GetGuid()}/dismiss?dryRun=true", new { reason = "Only asking." });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("dryRun");
        (await LetterAsync(messageId)).GetProperty("status").GetString().ShouldBe("Open");
    }

    [Fact]
    public async Task redriving_answers_202_once_then_409_and_the_message_is_handled()
    {
        var order = AnOrder();
        var messageId = await GiveUpAsync("north", order);
        var id = (await LetterAsync(messageId)).GetProperty("deadLetterId").GetGuid();

        var first = await PostAsync($"/dead-letters/{id}/redrive", new { reason = "The clerk is back." });
        var second = await PostAsync($"/dead-letters/{id}/redrive", new { reason = "Twice." });

        first.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("The clerk is back.");
        await Eventually.ShouldAsync(() => Task.FromResult(host.Desk.Done.OfType<PlaceOrder>().Any(done => done.OrderId == order.OrderId)), "the order to be handled");
        await Eventually.ShouldAsync(
            async () => await host.North.ScalarAsync<long>("select count(*) from inbox where message_id = $1", messageId) == 1, "what was handled to be committed");
    }

    [Theory]
    [InlineData("dismiss")]
    [InlineData("redrive")]
    public async Task what_is_secret_is_not_kept_once_it_is_decided(string decision)
    {
        var messageId = await GiveUpAsync("north", AnOrder(), "The gateway does not know tok_4711_visa.");
        (await StoredAsync())!.ShouldContain("tok_4711_visa");
        var id = (await LetterAsync(messageId)).GetProperty("deadLetterId").GetGuid();

        (await PostAsync($"/dead-letters/{id}/{decision}", new { reason = "Seen to." })).IsSuccessStatusCode.ShouldBeTrue();

        (await StoredAsync())!.ShouldNotContain("tok_4711_visa");
        (await GetAsync($"/dead-letters/{id}")).GetProperty("body").ToString().ShouldContain("customerId");

        Task<string?> StoredAsync() => host.North.ScalarAsync<string>(
            "select concat(headers, convert_from(body, 'UTF8'), fault_message, fault_stack) from dead_letters where message_id = $1", messageId);
    }

    [Fact]
    public async Task dismissing_needs_a_reason_and_keeps_it()
    {
        var id = (await LetterAsync(await GiveUpAsync("south", AnUndo()))).GetProperty("deadLetterId").GetGuid();

        (await PostAsync($"/dead-letters/{id}/dismiss", new { reason = " " })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync($"/dead-letters/{id}/dismiss", new { })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync($"/dead-letters/{Guid.CreateVersion7()}/dismiss", new { reason = "None." })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync($"/dead-letters/{id}/dismiss", new { reason = "Undone by hand." })).StatusCode.ShouldBe(HttpStatusCode.OK);

        var letter = await GetAsync($"/dead-letters/{id}");
        letter.GetProperty("status").GetString().ShouldBe("Dismissed");
        letter.GetProperty("decidedBecause").GetString().ShouldBe("Undone by hand.");
        letter.GetProperty("decidedBy").GetString().ShouldBe("operator");
    }

    [Fact]
    public async Task a_group_is_redriven_by_its_fingerprint()
    {
        List<PlaceOrder> orders = [AnOrder(), AnOrder(), AnOrder()];
        var messageId = Guid.Empty;
        foreach (var order in orders)
            messageId = await GiveUpAsync("north", order, trouble: _ => new NotSupportedException("On strike."));
        var fingerprint = (await LetterAsync(messageId)).GetProperty("fingerprint").GetString();
        var group = (await GetAsync("/dead-letters/groups")).EnumerateArray().Single(group => group.GetProperty("fingerprint").GetString() == fingerprint);
        group.GetProperty("count").GetInt64().ShouldBe(3);

        var answer = await PostAsync($"/dead-letters/groups/{fingerprint}/redrive", new { reason = "The strike is over." });

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("redriven").GetInt32().ShouldBe(3);
        await Eventually.ShouldAsync(
            () => Task.FromResult(orders.All(order => host.Desk.Done.OfType<PlaceOrder>().Any(done => done.OrderId == order.OrderId))), "the three orders to be handled");
        (await PostAsync($"/dead-letters/groups/{fingerprint}/redrive", new { reason = "Again." })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/dead-letters?status=lost", "status")]
    [InlineData("/dead-letters?limit=0", "limit")]
    [InlineData("/dead-letters?limit=many", "limit")]
    [InlineData("/dead-letters?after=yesterday", "after")]
    [InlineData("/dead-letters?fingerprint=%00", "fingerprint")]
    [InlineData("/dead-letters?messageType=%00", "messageType")]
    public async Task a_question_that_makes_no_sense_is_answered_with_the_field(string path, string field)
    {
        using var answer = await host.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(field);
    }

    async Task<Guid> GiveUpAsync<T>(string endpoint, T message, string text = "Closed.", Func<string, Exception>? trouble = null)
        where T : class
    {
        var messageId = Guid.CreateVersion7();
        host.Desk.Trouble = _ => (trouble ?? (said => new InvalidOperationException(said)))(text);
        await host.SendAsync(endpoint, message, messageId);
        await UntilDeadLetterAsync(messageId);
        host.Desk.Trouble = _ => null;
        return messageId;
    }

    Task UntilDeadLetterAsync(Guid messageId) => Eventually.ShouldAsync(
        async () => await CountAsync(host.North, messageId) + await CountAsync(host.South, messageId) == 1, $"message {messageId} to be a dead letter");

    static Task<long> CountAsync(TestDatabase database, Guid messageId) =>
        database.ScalarAsync<long>("select count(*) from dead_letters where message_id = $1", messageId);

    async Task<JsonElement> LetterAsync(Guid messageId) => (await GetAsync("/dead-letters?limit=200")).GetProperty("items").EnumerateArray()
        .Single(letter => letter.GetProperty("messageId").GetGuid() == messageId);

    async Task<JsonElement> GetAsync(string path) => await host.Http.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

    async Task<HttpResponseMessage> PostAsync(string path, object body) => await host.Http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);

    static PlaceOrder AnOrder() => new()
    {
        OrderId = Guid.CreateVersion7(),
        CustomerId = "ALFKI",
        Lines = [new OrderLine { Sku = "CHAI", Quantity = 2 }],
        ShipTo = new PostalAddress { Name = "Maria Anders", Street = "Obere Str. 57", City = "Berlin", PostalCode = "12209", Country = "Germany" },
        PaymentToken = "tok_4711_visa",
    };

    static UnreserveStock AnUndo()
    {
        var sagaId = Guid.CreateVersion7();
        var key = new EffectKey(sagaId, "reserve-stock", EffectIntent.Do, 1);
        return new UnreserveStock { SagaId = sagaId, OrderId = sagaId, EffectKey = key with { Intent = EffectIntent.Undo }, Undoes = key };
    }
}
