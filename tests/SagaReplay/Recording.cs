namespace Sagas.SagaReplay;

/// <summary>What a delivery made a saga do.</summary>
public sealed class Recording
{
    /// <summary>The token of the timer that is being delivered.</summary>
    public Guid? Timer { get; init; }

    /// <summary>What activities find in their context besides the message.</summary>
    public IReadOnlyList<object> Payloads { get; init; } = [];

    /// <summary>Names the timers that are armed.</summary>
    public Func<Guid> NextToken { get; init; } = Guid.CreateVersion7;

    /// <summary>Messages sent and published, in order.</summary>
    public List<Letter> Letters { get; } = [];

    public List<Armed> Armed { get; } = [];

    /// <summary>The tokens of timers that were cancelled.</summary>
    public List<Guid> Cancelled { get; } = [];

    /// <summary>The messages that were sent to somebody.</summary>
    public IEnumerable<object> Sent => Letters.Where(letter => letter.Destination is not null).Select(letter => letter.Message);
}

/// <param name="Message">What was sent.</param>
/// <param name="Type">As what.</param>
/// <param name="Destination">Where to; <c>null</c> when it was published.</param>
public sealed record Letter(object Message, Type Type, Uri? Destination);

/// <summary>A timer that was armed.</summary>
public sealed record Armed(Guid Token, Type Message, DateTime DueAt);
