using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Reads a database's dead letters, and sends them again through its outbox.</summary>
sealed class DeadLetterStore<TDbContext>(
    string service, TransactionalDatabase<TDbContext> database, DatabaseOutbox<TDbContext> outbox, RehearsalStage? stage, Func<DeadLetter, DeadLetter>? redact) : IDeadLetters
    where TDbContext : DbContext
{
    /// <summary>What the transport sets anew.</summary>
    static readonly HashSet<string> NotSentAgain = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "ContentType", "MessageId", "publishId", "x-death", "x-delivery-count", MessageHeaders.OriginalMessageId,
    };

    /// <summary>A broker drops what has no queue to go to, unless it has to return it; and the letter says that it was sent.</summary>
    const string MustArrive = """{"Mandatory":true}""";

    public string Service => service;

    public Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return DeadLetterStatements.ForList(database.DataSource, query).ReadAsync(DeadLetterStatements.DeadLetterOf, cancellationToken);
    }

    public Task<IReadOnlyList<DeadLetterGroup>> ListGroupsAsync(DeadLetterStatus status, int limit, CancellationToken cancellationToken) =>
        DeadLetterStatements.ForGroups(database.DataSource, status, limit).ReadAsync(DeadLetterStatements.GroupOf, cancellationToken);

    public async Task<DeadLetter?> FindAsync(Guid deadLetterId, CancellationToken cancellationToken) =>
        (await DeadLetterStatements.ForFind(database.DataSource, deadLetterId).ReadAsync(DeadLetterStatements.DeadLetterOf, cancellationToken).ConfigureAwait(false))
        .SingleOrDefault();

    public async Task<bool> RedriveAsync(Guid deadLetterId, string actor, string reason, CancellationToken cancellationToken)
    {
        var unit = database.Begin("a dead letter");
        await using var _ = unit.ConfigureAwait(false);
        return await RedriveAsync(unit, [deadLetterId], actor, reason, cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<RedriveForecast?> ForeseeRedriveAsync(Guid deadLetterId, CancellationToken cancellationToken) =>
        await FindAsync(deadLetterId, cancellationToken).ConfigureAwait(false) is { Status: DeadLetterStatus.Open } letter
            ? await ForeseeAsync(letter, cancellationToken).ConfigureAwait(false)
            : null;

    public async Task<IReadOnlyList<RedriveForecast>> ForeseeGroupRedriveAsync(
        string fingerprint, DateTimeOffset failedBefore, int limit, CancellationToken cancellationToken)
    {
        var letters = await DeadLetterStatements.ForFirstOfGroup(database.DataSource, fingerprint, failedBefore, limit)
            .ReadAsync(DeadLetterStatements.DeadLetterOf, cancellationToken).ConfigureAwait(false);
        var forecasts = new List<RedriveForecast>();
        foreach (var letter in letters)
            forecasts.Add(await ForeseeAsync(letter, cancellationToken).ConfigureAwait(false));
        return forecasts;
    }

    public async Task<int> RedriveGroupAsync(
        string fingerprint, DateTimeOffset failedBefore, int limit, string actor, string reason, CancellationToken cancellationToken)
    {
        var unit = database.Begin("a dead letter");
        await using var _ = unit.ConfigureAwait(false);
        var connection = await unit.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var open = await DeadLetterStatements.ForOpenOfGroup(connection, fingerprint, failedBefore, limit)
            .ReadAsync(row => row.GetGuid(0), cancellationToken).ConfigureAwait(false);
        return await RedriveAsync(unit, [.. open], actor, reason, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> DismissAsync(Guid deadLetterId, string actor, string reason, CancellationToken cancellationToken)
    {
        var unit = database.Begin("a dead letter");
        await using var _ = unit.ConfigureAwait(false);
        var dismissed = await DecideAsync(unit, [deadLetterId], DeadLetterStatus.Dismissed, actor, reason, cancellationToken).ConfigureAwait(false);
        await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
        return dismissed.Count == 1;
    }

    public async Task<long> CountOpenAsync(CancellationToken cancellationToken)
    {
        var command = database.DataSource.CreateCommand($"select count(*) from (select from dead_letters where status = 'Open' limit {OutboxStatistics.MostCounted}) counted");
        await using var _ = command.ConfigureAwait(false);
        return (long)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    async Task<int> RedriveAsync(UnitOfWork unit, Guid[] deadLetterIds, string actor, string reason, CancellationToken cancellationToken)
    {
        var redriven = await DecideAsync(unit, deadLetterIds, DeadLetterStatus.Redriven, actor, reason, cancellationToken).ConfigureAwait(false);
        List<OutboxMessage> messages = [.. redriven.Select(Message)];
        foreach (var message in messages)
            unit.Write(outbox.Outbox.Writer, message);
        unit.AfterCommit(() => outbox.Outbox.Dispatcher.Enqueue(messages));
        await unit.CommitAsync(cancellationToken).ConfigureAwait(false);
        return messages.Count;
    }

    /// <returns>The letters as they were.</returns>
    async Task<IReadOnlyList<DeadLetter>> DecideAsync(
        UnitOfWork unit, Guid[] deadLetterIds, DeadLetterStatus status, string actor, string reason, CancellationToken cancellationToken)
    {
        var connection = await unit.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var decided = await DeadLetterStatements.ForDecision(connection, deadLetterIds, status, actor, reason)
            .ReadAsync(DeadLetterStatements.DeadLetterOf, cancellationToken).ConfigureAwait(false);
        if (redact is not null && decided.Count > 0)
            await DeadLetterStatements.ForRedaction(connection, [.. decided.Select(redact)]).ReadAsync(_ => 0, cancellationToken).ConfigureAwait(false);
        return decided;
    }

    Task<RedriveForecast> ForeseeAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        if (stage is null)
            throw new InvalidOperationException("The bus does not foresee redrives. Add them with AddRedriveForecasts().");
        var headers = HeadersOf(letter).ToDictionary(header => header.Key, header => (object)header.Value.ToString());
        headers["Content-Type"] = ContentTypeOf(letter);
        return stage.RehearseAsync(letter.Endpoint, RedrivenBody.Of(letter), headers, cancellationToken);
    }

    /// <summary>The row has an id of its own: two endpoints of one database may have had the same message, and their rows must not be taken for one.</summary>
    OutboxMessage Message(DeadLetter letter) => outbox.Outbox.LeasedAndStamped(new OutboxMessage
    {
        MessageId = Guid.CreateVersion7(outbox.Outbox.Clock.GetUtcNow()),
        Destination = $"exchange:{letter.Endpoint}",
        MessageType = letter.MessageType,
        ContentType = ContentTypeOf(letter),
        Headers = JsonSerializer.Serialize(HeadersOf(letter)),
        Properties = MustArrive,
        Body = RedrivenBody.Of(letter),
        ConversationId = letter.ConversationId,
        CorrelationId = letter.CorrelationId,
        Tenant = letter.Tenant,
    });

    static string ContentTypeOf(DeadLetter letter) => letter.ContentType ?? "application/octet-stream";

    static Dictionary<string, JsonElement> HeadersOf(DeadLetter letter)
    {
        var headers = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(letter.Headers)!
            .Where(header => !NotSentAgain.Contains(header.Key) && !FailedDelivery.IsHandedOn(header.Key)).ToDictionary();
        if (letter.MessageId is { } messageId)
            headers[MessageHeaders.OriginalMessageId] = JsonSerializer.SerializeToElement(messageId);
        return headers;
    }
}
