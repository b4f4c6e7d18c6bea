using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using MassTransit.EntityFrameworkCoreIntegration;

namespace Sagas.ServiceDefaults.DeadLetters;

/// <summary>A page of the list, and where the next one begins.</summary>
sealed record DeadLetterPage(IReadOnlyList<DeadLetterView> Items, string? Next);

/// <summary>A dead letter in the list.</summary>
record DeadLetterView
{
    public required string Service { get; init; }

    public required Guid DeadLetterId { get; init; }

    public required string Endpoint { get; init; }

    public Guid? MessageId { get; init; }

    public required string MessageType { get; init; }

    public required string Reason { get; init; }

    public string? Consumer { get; init; }

    public string? FaultType { get; init; }

    public string? FaultMessage { get; init; }

    public required string Fingerprint { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset FirstFailedAt { get; init; }

    public required DateTimeOffset LastFailedAt { get; init; }

    public required string Status { get; init; }

    public string? DecidedBy { get; init; }

    public string? DecidedBecause { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public required string Tenant { get; init; }

    public static DeadLetterView Of(string service, DeadLetter letter) => Of(service, letter, MaskedMessage.Of(letter));

    public static DeadLetterView Of(string service, DeadLetter letter, MaskedMessage message) => new()
    {
        Service = service,
        DeadLetterId = letter.DeadLetterId,
        Endpoint = letter.Endpoint,
        MessageId = letter.MessageId,
        MessageType = MessageTypes.ShortName(letter.MessageType),
        Reason = letter.Reason.ToString(),
        Consumer = letter.Consumer,
        FaultType = letter.FaultType,
        // Why a message was skipped is in our own words.
        FaultMessage = letter.Reason == DeadLetterReason.Skipped ? letter.FaultMessage : message.Mask(letter.FaultMessage),
        Fingerprint = letter.Fingerprint,
        Attempts = letter.Attempts,
        FirstFailedAt = letter.FirstFailedAt,
        LastFailedAt = letter.LastFailedAt,
        Status = letter.Status.ToString(),
        DecidedBy = letter.DecidedBy,
        DecidedBecause = letter.DecidedBecause,
        DecidedAt = letter.DecidedAt,
        Tenant = letter.Tenant,
    };
}

/// <summary>A dead letter with its message.</summary>
[method: SetsRequiredMembers]
sealed record DeadLetterDetails(
    DeadLetterView View, string MessageTypes, string? ContentType, Guid? ConversationId, Guid? CorrelationId, JsonNode? Headers, JsonNode? Body, string? FaultStack)
    : DeadLetterView(View)
{
    [JsonIgnore]
    public DeadLetterView View { get; } = View;

    public static new DeadLetterDetails Of(string service, DeadLetter letter)
    {
        var message = MaskedMessage.Of(letter);
        return new DeadLetterDetails(
            Of(service, letter, message), letter.MessageType, letter.ContentType, letter.ConversationId, letter.CorrelationId,
            message.MaskHeaders(letter.Headers), message.Body, message.Mask(letter.FaultStack));
    }
}

/// <summary>Dead letters that are alike.</summary>
sealed record DeadLetterGroupView(
    string Service, string Fingerprint, string Endpoint, string MessageType, string Reason, string? FaultType, long Count, DateTimeOffset FirstFailedAt, DateTimeOffset LastFailedAt)
{
    public static DeadLetterGroupView Of(string service, DeadLetterGroup group) => new(
        service, group.Fingerprint, group.Endpoint, MessageTypes.ShortName(group.MessageType), group.Reason.ToString(), group.FaultType, group.Count,
        group.FirstFailedAt, group.LastFailedAt);
}
