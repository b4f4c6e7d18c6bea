using System.Text;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.EntityFrameworkCoreIntegration;
using Microsoft.Extensions.DependencyInjection;
using Sagas.EntityFrameworkIntegration.Tests.TollGates;
using Sagas.TestKit;

namespace Sagas.EntityFrameworkIntegration.Tests;

public sealed class When_a_message_is_given_up(TollDatabase database, RabbitMqVirtualHost rabbitMq)
    : IClassFixture<TollDatabase>, IClassFixture<RabbitMqVirtualHost>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task it_is_a_dead_letter_with_all_that_is_known_and_one_fault_is_published(bool overRabbitMq)
    {
        await using var host = await StartAsync(overRabbitMq);
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("Out of\0 ink."));

        await host.SendAsync("recorder", crossing, messageId, context => context.Headers.Set(TenantHeader.Name, "north"));
        var fault = (Fault<RecordCrossing>)(await host.Sightings.UntilAsync<Fault<RecordCrossing>>(fault => fault.Message == crossing)).Message;

        var letter = await FindAsync(host, messageId);
        fault.FaultedMessageId.ShouldBe(messageId);
        letter.Endpoint.ShouldBe("recorder");
        letter.Reason.ShouldBe(DeadLetterReason.Failed);
        letter.Consumer!.ShouldEndWith(nameof(CrossingRecorder));
        letter.FaultType.ShouldBe(typeof(InvalidOperationException).FullName);
        letter.FaultMessage.ShouldBe("Out of ink.");
        letter.FaultStack!.ShouldContain(nameof(CrossingRecorder.Consume));
        letter.MessageType.ShouldContain(nameof(RecordCrossing));
        letter.ContentType!.ShouldStartWith("application/vnd.masstransit+json");
        Encoding.UTF8.GetString(letter.Body).ShouldContain(crossing.CrossingId.ToString());
        letter.Attempts.ShouldBe(2);
        letter.Tenant.ShouldBe("north");
        letter.Status.ShouldBe(DeadLetterStatus.Open);
        (await database.InboxAsync(messageId)).ShouldBe(0);
        await database.UntilOutboxIsEmptyAsync();
        // A host sends what the one before left in the outbox, so others may be seen too.
        host.Sightings.Of<Fault<RecordCrossing>>().Count(seen => seen.Message == crossing).ShouldBe(1);
    }

    [Fact]
    public async Task its_fault_and_its_dead_letter_are_both_there_or_neither()
    {
        await using var host = await StartAsync(overRabbitMq: true);
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("Out of ink."));
        await database.ExecuteAsync("alter table dead_letters rename to dead_letters_away");
        try
        {
            await host.SendAsync("recorder", crossing, messageId);
            await Eventually.ShouldAsync(
                () => Task.FromResult(host.Trouble.Attempts(crossing) >= 4), "the broker to deliver the message again",
                describe: () => Task.FromResult($"{host.Trouble.Attempts(crossing)} attempts"));
            host.Sightings.Of<Fault<RecordCrossing>>().ShouldNotContain(fault => fault.Message == crossing);
        }
        finally
        {
            await database.ExecuteAsync("alter table dead_letters_away rename to dead_letters");
        }

        await host.Sightings.UntilAsync<Fault<RecordCrossing>>(fault => fault.Message == crossing);
        (await FindAsync(host, messageId)).Endpoint.ShouldBe("recorder");
        host.Sightings.With<Fault<RecordCrossing>>(fault => fault.Message == crossing).Count.ShouldBe(1);
    }

    [Fact]
    public async Task the_broker_keeps_no_queues_of_its_own_for_it()
    {
        await using var host = await StartAsync(overRabbitMq: true);
        var (crossing, skipped) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("Out of ink."));

        var messageId = Guid.CreateVersion7();
        await host.SendAsync("recorder", crossing, messageId);
        await host.SendAsync("recorder", new KeepGateOpen(Guid.CreateVersion7()), skipped);
        await database.UntilDeadLetterAsync(messageId, attempts: 2);
        await database.UntilDeadLetterAsync(skipped, attempts: 1);

        (await rabbitMq.QueuesAsync()).Keys.ShouldNotContain(queue => queue.EndsWith("_error", StringComparison.Ordinal) || queue.EndsWith("_skipped", StringComparison.Ordinal));
    }

    [Fact]
    public async Task one_that_nobody_takes_says_so()
    {
        await using var host = await StartAsync();
        var messageId = Guid.CreateVersion7();

        await host.SendAsync("recorder", new KeepGateOpen(Guid.CreateVersion7()), messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 1);

        var letter = await FindAsync(host, messageId);
        letter.Reason.ShouldBe(DeadLetterReason.Skipped);
        letter.FaultMessage.ShouldBe("No consumer and no saga of the endpoint recorder takes messages of this type.");
        letter.MessageType.ShouldContain(nameof(KeepGateOpen));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task one_that_cannot_be_read_is_kept_as_it_came(bool overRabbitMq)
    {
        await using var host = await StartAsync(overRabbitMq);
        var (messageId, garbage) = (Guid.CreateVersion7(), "{ \"message\": "u8.ToArray());

        await host.SendGarbageAsync("recorder", garbage, messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 1);

        var letter = await FindAsync(host, messageId);
        letter.Reason.ShouldBe(DeadLetterReason.Unreadable);
        letter.Body.ShouldBe(garbage);
        (await host.Sightings.UntilAsync<ReceiveFault>(fault => fault.FaultedMessageId == messageId)).Message.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("Sagas-Tenant", "[]")]
    [InlineData("Sagas-Failed-Attempts", "\"some\"")]
    [InlineData("Sagas-First-Failed-At", "{}")]
    [InlineData("MT-Redelivery-Count", "\"twice\"")]
    [InlineData("MT-OriginalMessageId", "\"an id\"")]
    [InlineData("MT-MessageType", "5")]
    public async Task one_with_a_header_that_is_wrong_ends_too(string header, string json)
    {
        await using var host = await StartAsync();
        var messageId = Guid.CreateVersion7();
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("Out of ink."));
        var envelope = EnvelopeWith(messageId, "headers", new JsonObject { [header] = JsonNode.Parse(json) });

        // As MassTransit sends headers: in the envelope and with the transport.
        await host.SendGarbageAsync("recorder", envelope, messageId, context => context.Headers.Set(header, json.Trim('"')));

        // What can be read of it decides whether it is handled and fails, or is unreadable: it is a dead letter in both cases.
        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<long>("select count(*) from dead_letters where message_id = $1", messageId) == 1, "the message to be a dead letter");
        (await FindAsync(host, messageId)).Body.ShouldBe(envelope);
    }

    [Theory]
    [InlineData("messageId")]
    [InlineData("requestId")]
    [InlineData("correlationId")]
    [InlineData("conversationId")]
    [InlineData("initiatorId")]
    [InlineData("sourceAddress")]
    [InlineData("destinationAddress")]
    [InlineData("responseAddress")]
    [InlineData("faultAddress")]
    public async Task one_whose_envelope_is_wrong_is_kept_as_it_came(string field)
    {
        await using var host = await StartAsync();
        var messageId = Guid.CreateVersion7();

        await host.SendGarbageAsync("recorder", EnvelopeWith(messageId, field, "neither an id nor an address"), messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 1);

        var letter = await FindAsync(host, messageId);
        letter.Reason.ShouldBe(DeadLetterReason.Unreadable);
        letter.FaultMessage!.ShouldStartWith($"The {field} of the message can't be read.");
        (await host.Sightings.UntilAsync<ReceiveFault>(fault => fault.FaultedMessageId == messageId)).Message.ShouldNotBeNull();
    }

    [Fact]
    public async Task those_that_failed_alike_have_one_fingerprint()
    {
        await using var host = await StartAsync();
        host.Trouble.Arrange<RecordCrossing>((crossing, _) => throw new InvalidOperationException($"Out of ink at {crossing.CrossingId}."));
        host.Trouble.Arrange<CollectToll>((_, _) => throw new InvalidOperationException("Out of change."));
        List<Guid> messageIds = [Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7()];

        await host.SendAsync("recorder", new RecordCrossing(Guid.CreateVersion7()), messageIds[0]);
        await host.SendAsync("recorder", new RecordCrossing(Guid.CreateVersion7()), messageIds[1]);
        await host.SendAsync("collector", new CollectToll(Guid.CreateVersion7(), 1), messageIds[2], context => context.ResponseAddress = new("exchange:observer"));
        foreach (var messageId in messageIds)
            await database.UntilDeadLetterAsync(messageId, attempts: 2);

        var letters = new List<DeadLetter>();
        foreach (var messageId in messageIds)
            letters.Add(await FindAsync(host, messageId));
        letters[1].Fingerprint.ShouldBe(letters[0].Fingerprint);
        letters[2].Fingerprint.ShouldNotBe(letters[0].Fingerprint);
        (await Letters(host).ListGroupsAsync(DeadLetterStatus.Open, 100, CancellationToken.None))
            .Single(group => group.Fingerprint == letters[0].Fingerprint).Count.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task redriving_it_handles_it_under_its_own_id_once_and_says_who_wanted_it()
    {
        await using var host = await StartAsync();
        var (crossing, messageId) = (new RecordCrossing(Guid.CreateVersion7()), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, attempt) => attempt <= 4 ? throw new InvalidOperationException("Out of ink.") : Task.CompletedTask);
        await host.SendAsync("recorder", crossing, messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 2);
        var letters = Letters(host);
        var letter = await FindAsync(host, messageId);

        // The first time it fails again, and is open again.
        (await letters.RedriveAsync(letter.DeadLetterId, "ada", "Ink was delivered.", CancellationToken.None)).ShouldBeTrue();
        await database.UntilDeadLetterAsync(messageId, attempts: 4);
        var reopened = await FindAsync(host, messageId);
        (reopened.Status, reopened.DecidedBy, reopened.DecidedBecause, reopened.DecidedAt).ShouldBe((DeadLetterStatus.Open, null, null, null));

        (await letters.RedriveAsync(letter.DeadLetterId, "ada", "More ink.", CancellationToken.None)).ShouldBeTrue();
        (await letters.RedriveAsync(letter.DeadLetterId, "bob", "Me too.", CancellationToken.None)).ShouldBeFalse();
        await host.Sightings.UntilAsync<CrossingRecorded>(recorded => recorded.CrossingId == crossing.CrossingId);

        var redriven = await FindAsync(host, messageId);
        (redriven.Status, redriven.DecidedBy, redriven.DecidedBecause).ShouldBe((DeadLetterStatus.Redriven, "ada", "More ink."));
        redriven.DeadLetterId.ShouldBe(letter.DeadLetterId);
        (await database.InboxAsync(messageId)).ShouldBe(1);

        // The broker's copy, had it come late: the inbox knows it.
        await host.SendAsync("recorder", crossing, messageId);
        await host.Deliveries.UntilAsync(messageId, 2);
        host.Trouble.Attempts(crossing).ShouldBe(5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task redriving_it_gives_it_all_its_redeliveries_again(bool overRabbitMq)
    {
        var settings = FailurePolicy.WithDeadLetters(overRabbitMq ? rabbitMq.ConnectionString : null, retries: 1, TimeSpan.FromMilliseconds(100));
        await using var host = await TollHost.StartAsync(database, settings);
        var messageId = Guid.CreateVersion7();
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new Transactions.TransactionConflictException("Somebody was faster."));
        await host.SendAsync("recorder", new RecordCrossing(Guid.CreateVersion7()), messageId);
        // Twice, and twice when it is redelivered.
        await database.UntilDeadLetterAsync(messageId, attempts: 4);

        await Letters(host).RedriveAsync((await FindAsync(host, messageId)).DeadLetterId, "ada", "Nobody else is here.", CancellationToken.None);

        await database.UntilDeadLetterAsync(messageId, attempts: 8);
    }

    [Fact]
    public async Task what_is_not_to_be_kept_goes_with_the_decision_and_comes_back_if_it_fails_again()
    {
        var settings = FailurePolicy.WithDeadLetters(redact: letter => letter with { Body = "{}"u8.ToArray(), FaultMessage = "(redacted)" });
        await using var host = await TollHost.StartAsync(database, settings);
        var (redriven, dismissed) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("Out of ink."));
        foreach (var messageId in new[] { redriven, dismissed })
        {
            await host.SendAsync("recorder", new RecordCrossing(Guid.CreateVersion7()), messageId);
            await database.UntilDeadLetterAsync(messageId, attempts: 2);
        }

        var original = await FindAsync(host, redriven);
        await Letters(host).DismissAsync((await FindAsync(host, dismissed)).DeadLetterId, "ada", "Never crossed.", CancellationToken.None);
        await Letters(host).RedriveAsync(original.DeadLetterId, "ada", "Ink was delivered.", CancellationToken.None);
        await database.UntilDeadLetterAsync(redriven, attempts: 4);

        var kept = await FindAsync(host, dismissed);
        (Encoding.UTF8.GetString(kept.Body), kept.FaultMessage).ShouldBe(("{}", "(redacted)"));
        var again = await FindAsync(host, redriven);
        (Encoding.UTF8.GetString(again.Body).Contains("crossingId", StringComparison.Ordinal), again.FaultMessage).ShouldBe((true, "Out of ink."));
    }

    [Fact]
    public async Task a_group_is_redriven_together_and_what_was_dismissed_is_left_out()
    {
        await using var host = await StartAsync();
        var failing = true;
        host.Trouble.Arrange<RecordCrossing>((_, _) => failing ? throw new InvalidOperationException("Out of ink.") : Task.CompletedTask);
        List<(Guid MessageId, RecordCrossing Crossing)> sent = [.. Enumerable.Range(0, 5).Select(_ => (Guid.CreateVersion7(), new RecordCrossing(Guid.CreateVersion7())))];
        foreach (var (messageId, crossing) in sent)
            await host.SendAsync("recorder", crossing, messageId);
        foreach (var (messageId, _) in sent)
            await database.UntilDeadLetterAsync(messageId, attempts: 2);
        await database.ExecuteAsync("update dead_letters set status = 'Dismissed', decided_by = 'eve', decided_because = 'another test', decided_at = now() where message_id <> all ($1)",
            sent.Select(one => one.MessageId).ToArray());
        failing = false;
        var letters = Letters(host);
        var first = await FindAsync(host, sent[0].MessageId);

        (await letters.DismissAsync(first.DeadLetterId, "ada", "Never crossed.", CancellationToken.None)).ShouldBeTrue();
        (await letters.DismissAsync(first.DeadLetterId, "ada", "Again.", CancellationToken.None)).ShouldBeFalse();
        (await letters.RedriveGroupAsync(first.Fingerprint, TimeProvider.System.GetUtcNow(), 2, "ada", "Ink was delivered.", CancellationToken.None)).ShouldBe(2);
        (await letters.RedriveGroupAsync(first.Fingerprint, TimeProvider.System.GetUtcNow(), 100, "ada", "Ink was delivered.", CancellationToken.None)).ShouldBe(2);

        (await host.Sightings.UntilAsync<CrossingRecorded>(4)).Select(recorded => recorded.CrossingId)
            .ShouldBe(sent.Skip(1).Select(one => one.Crossing.CrossingId), ignoreOrder: true);
    }

    [Fact]
    public async Task what_fails_again_while_its_group_is_redriven_is_left_for_the_next_time()
    {
        await using var host = await StartAsync();
        host.Trouble.Arrange<CollectToll>((_, _) => throw new InvalidOperationException("Out of change."));
        var messageId = Guid.CreateVersion7();
        await host.SendAsync("collector", new CollectToll(Guid.CreateVersion7(), 1), messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 2);
        var (letters, letter, start) = (Letters(host), await FindAsync(host, messageId), TimeProvider.System.GetUtcNow());

        await letters.RedriveAsync(letter.DeadLetterId, "ada", "Change was delivered.", CancellationToken.None);
        await database.UntilDeadLetterAsync(messageId, attempts: 4);

        (await letters.RedriveGroupAsync(letter.Fingerprint, start, 100, "ada", "The same batch.", CancellationToken.None)).ShouldBe(0);
        (await letters.RedriveGroupAsync(letter.Fingerprint, TimeProvider.System.GetUtcNow(), 100, "ada", "The next time.", CancellationToken.None)).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task redriving_it_to_an_endpoint_without_a_queue_leaves_it_in_the_outbox()
    {
        await using var host = await StartAsync(overRabbitMq: true);
        var messageId = Guid.CreateVersion7();
        host.Trouble.Arrange<RecordCrossing>((_, _) => throw new InvalidOperationException("Out of ink."));
        await host.SendAsync("recorder", new RecordCrossing(Guid.CreateVersion7()), messageId);
        await database.UntilDeadLetterAsync(messageId, attempts: 2);
        await database.ExecuteAsync("update dead_letters set endpoint = 'closed-office' where message_id = $1", messageId);
        var letter = await FindAsync(host, messageId);

        (await Letters(host).RedriveAsync(letter.DeadLetterId, "ada", "Ink was delivered.", CancellationToken.None)).ShouldBeTrue();

        await Eventually.ShouldAsync(
            async () => await database.ScalarAsync<string>("select last_error from outbox where destination = 'exchange:closed-office'")
                == "The broker returned the message: no queue is bound to exchange:closed-office.",
            "the broker to return the message", describe: database.DescribeOutboxAsync);
        await database.ExecuteAsync("delete from outbox where destination = 'exchange:closed-office'");
    }

    [Fact]
    public async Task lists_are_read_page_by_page()
    {
        await using var host = await StartAsync();
        var gateId = Guid.CreateVersion7();
        List<Guid> messageIds = [.. Enumerable.Range(0, 7).Select(_ => Guid.CreateVersion7())];
        foreach (var messageId in messageIds)
            await host.SendAsync("collector", new DemolishGate(gateId), messageId);
        foreach (var messageId in messageIds)
            await database.UntilDeadLetterAsync(messageId, attempts: 1);

        var query = new DeadLetterQuery { Status = DeadLetterStatus.Open, MessageType = "demolishgate", Limit = 3 };
        var pages = new List<IReadOnlyList<DeadLetter>>();
        do
        {
            pages.Add(await Letters(host).ListAsync(query, CancellationToken.None));
            query = query with { After = new DeadLetterPosition(pages[^1][^1].LastFailedAt, pages[^1][^1].DeadLetterId) };
        }
        while (pages[^1].Count == 3);

        pages.Select(page => page.Count).ShouldBe([3, 3, 1]);
        pages.SelectMany(page => page).Select(letter => letter.MessageId!.Value).ShouldBe(messageIds, ignoreOrder: true);
    }

    Task<TollHost> StartAsync(bool overRabbitMq = false) =>
        TollHost.StartAsync(database, FailurePolicy.WithDeadLetters(overRabbitMq ? rabbitMq.ConnectionString : null));

    static byte[] EnvelopeWith(Guid messageId, string field, JsonNode value)
    {
        var envelope = new JsonObject
        {
            ["messageId"] = messageId.ToString(),
            ["messageType"] = new JsonArray(MessageUrn.ForTypeString<RecordCrossing>()),
            ["message"] = new JsonObject { ["crossingId"] = Guid.CreateVersion7() },
        };
        envelope[field] = value;
        return Encoding.UTF8.GetBytes(envelope.ToJsonString());
    }

    static IDeadLetters Letters(TollHost host) => host.Services.GetRequiredService<IDeadLetters>();

    async Task<DeadLetter> FindAsync(TollHost host, Guid messageId)
    {
        var id = await database.ScalarAsync<Guid>("select dead_letter_id from dead_letters where message_id = $1", messageId);
        return (await Letters(host).FindAsync(id, CancellationToken.None)).ShouldNotBeNull();
    }
}
