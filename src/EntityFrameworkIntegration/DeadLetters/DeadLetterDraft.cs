using System.Reflection;
using System.Text;
using System.Text.Json;
using MassTransit.Serialization;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>Writes down a delivery as a dead letter.</summary>
static class DeadLetterDraft
{
    const int LongestText = 20_000;

    public static DeadLetter OfFailure(ExceptionReceiveContext context, FailedDelivery? delivery, DateTimeOffset now)
    {
        var cause = Unwrap(context.Exception);
        var letter = Arrived(context, delivery, now);
        return letter with
        {
            Reason = delivery is null ? DeadLetterReason.Unreadable : DeadLetterReason.Failed,
            Consumer = delivery is { Failures: { Count: > 0 } failures } ? string.Join(", ", failures.Select(failure => failure.Consumer).Distinct()) : null,
            FaultType = cause.GetType().FullName,
            FaultMessage = Storable(cause.Message),
            FaultStack = Storable(context.Exception.ToString()),
            Fingerprint = Fingerprints.Of(letter.Endpoint, letter.MessageType, cause),
        };
    }

    public static DeadLetter OfSkipped(ReceiveContext context, FailedDelivery? delivery, DateTimeOffset now)
    {
        var letter = Arrived(context, delivery, now);
        return letter with
        {
            Reason = DeadLetterReason.Skipped,
            FaultMessage = NobodyTakes(letter.Endpoint),
            Fingerprint = Fingerprints.Of(letter.Endpoint, letter.MessageType, cause: null),
        };
    }

    public static string NobodyTakes(string endpoint) => $"No consumer and no saga of the endpoint {endpoint} takes messages of this type.";

    static DeadLetter Arrived(ReceiveContext context, FailedDelivery? delivery, DateTimeOffset now)
    {
        var message = delivery?.Context;
        return new DeadLetter
        {
            DeadLetterId = Guid.CreateVersion7(now),
            Endpoint = DeadLetterAddress.Endpoint(context),
            // One that can't be read even after it was redriven has its original id in the transport's headers only.
            MessageId = message?.GetOriginalMessageId() ?? context.TransportHeaders.GetHeaderId(MessageHeaders.OriginalMessageId) ?? context.GetMessageId(),
            MessageType = Storable(message is null ? Text(context, MessageHeaders.MessageType) ?? "" : string.Join(';', message.SupportedMessageTypes)),
            ContentType = context.ContentType?.ToString(),
            Headers = JsonSerializer.Serialize(
                context.TransportHeaders.GetAll().ToDictionary(header => Storable(header.Key), header => header.Value is string text ? Storable(text) : header.Value),
                SystemTextJsonMessageSerializer.Options),
            Body = context.GetBody(),
            ConversationId = message?.ConversationId,
            CorrelationId = message?.CorrelationId,
            Reason = DeadLetterReason.Failed,
            Fingerprint = "",
            Attempts = delivery?.Attempts ?? 1,
            FirstFailedAt = delivery?.FirstFailedAt(now) ?? now,
            LastFailedAt = now,
            Tenant = Storable(message?.GetTenant() ?? TenantHeader.Default),
        };
    }

    // Of what can't be read the transport's headers may be wrong too, and parsing them must not be what fails now.
    static string? Text(ReceiveContext context, string header) => context.TransportHeaders.TryGetHeader(header, out var value) ? value?.ToString() : null;

    /// <summary>What the handler threw, without what the pipeline put around it.</summary>
    static Exception Unwrap(Exception exception) =>
        exception is EventExecutionException or AggregateException or TargetInvocationException && exception.InnerException is { } thrown ? Unwrap(thrown) : exception;

    /// <summary>PostgreSQL stores neither NUL nor half a surrogate pair, and a dead letter that can't be written would come back for ever.</summary>
    static string Storable(string text)
    {
        var utf8 = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace("\0", "", StringComparison.Ordinal);
        if (utf8.Length <= LongestText)
            return utf8;
        return utf8[..(char.IsHighSurrogate(utf8[LongestText - 1]) ? LongestText - 1 : LongestText)] + " ...";
    }
}
