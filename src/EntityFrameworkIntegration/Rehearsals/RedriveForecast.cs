namespace MassTransit.EntityFrameworkCoreIntegration;

/// <summary>What redriving a dead letter would do, as things stand now.</summary>
/// <param name="Effect">In a word.</param>
/// <param name="Because">Why it is ignored or refused; <c>null</c> when it is applied.</param>
/// <param name="Would">What handling it would append, send, arm and cancel, in order.</param>
public sealed record RedriveForecast(RedriveEffect Effect, string? Because, IReadOnlyList<string> Would)
{
    /// <summary>
    /// The type of the exception that <see cref="Because" /> is the message of, when the message can't be read; <c>null</c> when it can. It may be shown where an
    /// exception's message, which may quote what is secret, may not.
    /// </summary>
    public string? UnreadableBy { get; init; }
}

/// <summary>What comes of a dead letter that is redriven.</summary>
public enum RedriveEffect
{
    /// <summary>It is handled.</summary>
    Applied,

    /// <summary>It is taken and changes nothing.</summary>
    Ignored,

    /// <summary>What it asks for is refused, or it fails again.</summary>
    Refused,
}
