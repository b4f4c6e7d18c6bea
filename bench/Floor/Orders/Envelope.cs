namespace Sagas.Floor.Orders;

/// <summary>A message as it is sent: the members of MassTransit's envelope, which whoever listens to the end of an order expects.</summary>
sealed record Envelope
{
    public required Guid MessageId { get; init; }

    public required Guid ConversationId { get; init; }

    /// <summary>The message that this one answers.</summary>
    public Guid? InitiatorId { get; init; }

    public required string SourceAddress { get; init; }

    public required string DestinationAddress { get; init; }

    public required string[] MessageType { get; init; }

    public required Order Message { get; init; }

    public required DateTimeOffset SentTime { get; init; }
}
