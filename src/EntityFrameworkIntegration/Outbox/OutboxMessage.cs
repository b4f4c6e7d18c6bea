using Sagas.Transactions;

namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>A message that is to be sent after the commit, or a timer that is to fire.</summary>
public class OutboxMessage
{
    string _headers = "{}";

    /// <summary>The message's id, fixed here: every attempt to send carries it.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The order in which rows were written.</summary>
    public long Sequence { get; init; }

    /// <summary>What the unit of work was about. Rows of one subject are sent in order.</summary>
    public Guid? SubjectId { get; init; }

    /// <summary>Where it goes, without the host: <c>exchange:name</c>.</summary>
    public required string Destination { get; init; }

    /// <summary>The message's type names, separated by semicolons.</summary>
    public required string MessageType { get; init; }

    /// <summary>The body's content type.</summary>
    public required string ContentType { get; init; }

    /// <summary>The headers, as a JSON object.</summary>
    public required string Headers { get => _headers; init => _headers = value; }

    /// <summary>The transport's own properties, as a JSON object.</summary>
    public string? Properties { get; init; }

    /// <summary>The serialized message, sent as it is.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The conversation's id.</summary>
    public Guid? ConversationId { get; init; }

    /// <summary>The message's correlation id.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The id of the message that led to this one.</summary>
    public Guid? InitiatorId { get; init; }

    /// <summary>The request's id, in a request and its response.</summary>
    public Guid? RequestId { get; init; }

    /// <summary>After this the message is dropped instead of sent.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it is to be sent; <c>null</c> for at once.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>What cancels a timer; <c>null</c> for messages.</summary>
    public Guid? Token { get; init; }

    /// <summary>The process that holds the row in memory until <see cref="LeasedUntil" />.</summary>
    public Guid Owner { get; private set; }

    /// <summary>From then on anyone may send the row.</summary>
    public DateTimeOffset LeasedUntil { get; private set; }

    /// <summary>How often sending it has failed; of a timer, how often it was sent.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it failed last.</summary>
    public string? LastError { get; init; }

    /// <summary>Whose data it carries.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>When it was written.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When this process had committed it; <c>null</c> for a row that it found in the table.</summary>
    internal DateTimeOffset? CommittedAt { get; set; }

    /// <summary>Says who holds the row, and until when.</summary>
    internal void LeaseTo(Guid owner, DateTimeOffset until) => (Owner, LeasedUntil) = (owner, until);

    /// <summary>Says when the row was written, and what it answers. What waits for its time counts from then.</summary>
    internal void Stamp(DateTimeOffset now, Departure? request = null, Handling? handling = null) =>
        _headers = TimingHeader.In(_headers, new MessageTiming(new Departure(DueAt > now ? DueAt.Value : now), request, handling));
}
