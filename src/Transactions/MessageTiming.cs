using System.Globalization;

namespace Sagas.Transactions;

/// <summary>
/// What a message tells, in a header, of the time that it and what led to it took before the transport had it. Durations were measured by whoever spent them, each on one
/// clock; only instants of one clock may be compared.
/// </summary>
/// <param name="Departure">Of the message itself.</param>
/// <param name="Request">Of the message that it answers.</param>
/// <param name="Handling">How that was handled.</param>
public sealed record MessageTiming(Departure Departure, Departure? Request = null, Handling? Handling = null)
{
    /// <summary>The header.</summary>
    public const string Header = "Sagas-Timing";

    /// <summary>Reads the header. What is not as <see cref="ToString" /> writes it tells nothing.</summary>
    public static MessageTiming? Parse(string? header) => header?.Split(';') switch
    {
        [var departure] when Departure.Parse(departure) is { } message => new MessageTiming(message),
        [var departure, var request, var handling] when Departure.Parse(departure) is { } message && Departure.Parse(request) is { } asked
            && Handling.Parse(handling) is { } handled => new MessageTiming(message, asked, handled),
        _ => null,
    };

    /// <summary>The header: numbers of microseconds, instants since 1970.</summary>
    public override string ToString() => Request is null || Handling is null ? Departure.ToString() : $"{Departure};{Request};{Handling}";
}

/// <summary>How a message left.</summary>
/// <param name="WrittenAt">When its unit of work was handed to the commit, or a timer was due.</param>
/// <param name="Commit">How long that commit took; <c>null</c> where that is not known: then it is a part of the time in the outbox.</param>
/// <param name="Outbox">How long it then waited until it was given to the transport; <c>null</c> before.</param>
public sealed record Departure(DateTimeOffset WrittenAt, TimeSpan? Commit = null, TimeSpan? Outbox = null)
{
    /// <summary>When it was given to the transport.</summary>
    public DateTimeOffset SentAt => WrittenAt + (Commit ?? TimeSpan.Zero) + (Outbox ?? TimeSpan.Zero);

    /// <summary>The message was given to the transport.</summary>
    /// <param name="committedAt">When its commit was over, where that is known.</param>
    /// <param name="now">The present.</param>
    public Departure Sent(DateTimeOffset? committedAt, DateTimeOffset now)
    {
        TimeSpan? commit = committedAt is { } committed ? NotNegative(committed - WrittenAt) : null;
        return this with { Commit = commit, Outbox = NotNegative(now - WrittenAt - (commit ?? TimeSpan.Zero)) };
    }

    /// <inheritdoc />
    public override string ToString() => $"{Microseconds.Of(WrittenAt)},{Microseconds.Of(Commit)},{Microseconds.Of(Outbox)}";

    internal static Departure? Parse(string text) =>
        text.Split(',') is [var written, var commit, var outbox] && Microseconds.Instant(written) is { } writtenAt
            ? new Departure(writtenAt, Microseconds.Duration(commit), Microseconds.Duration(outbox))
            : null;

    // A clock can be set back between two looks at it.
    static TimeSpan NotNegative(TimeSpan duration) => duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
}

/// <summary>How a message was handled, up to the handing over to the commit: what follows is told by the departures of what was sent.</summary>
/// <param name="ReceivedAt">When the transport delivered it.</param>
/// <param name="Waiting">How long it then waited in the process: for earlier attempts and for the pauses between them.</param>
/// <param name="Handler">How long it was handled, without the database.</param>
/// <param name="Database">How long handling it waited for the database.</param>
public sealed record Handling(DateTimeOffset ReceivedAt, TimeSpan Waiting, TimeSpan Handler, TimeSpan Database)
{
    /// <summary>What has come of a delivery so far.</summary>
    /// <param name="sinceReceived">How long ago the transport delivered it.</param>
    /// <param name="unit">The clock of its unit of work; without one, all the time is the handler's.</param>
    /// <param name="now">The present.</param>
    public static Handling Of(TimeSpan sinceReceived, UnitClock? unit, DateTimeOffset now)
    {
        var (handled, database) = unit is null ? (sinceReceived, TimeSpan.Zero) : (unit.Elapsed, unit.InDatabase);
        var waiting = sinceReceived > handled ? sinceReceived - handled : TimeSpan.Zero;
        return new Handling(now - waiting - handled, waiting, handled > database ? handled - database : TimeSpan.Zero, database);
    }

    /// <inheritdoc />
    public override string ToString() => $"{Microseconds.Of(ReceivedAt)},{Microseconds.Of(Waiting)},{Microseconds.Of(Handler)},{Microseconds.Of(Database)}";

    internal static Handling? Parse(string text) =>
        text.Split(',') is [var received, var waiting, var handler, var database]
        && (Microseconds.Instant(received), Microseconds.Duration(waiting), Microseconds.Duration(handler), Microseconds.Duration(database))
            is ({ } receivedAt, { } waited, { } handled, { } inDatabase)
            ? new Handling(receivedAt, waited, handled, inDatabase)
            : null;
}

static class Microseconds
{
    // Three hundred years, and as long a wait: anything beyond was not written by us, and sums of it would be no dates.
    const long Limit = 10_000_000_000_000_000;

    public static string Of(DateTimeOffset instant) => Text((instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public static string Of(TimeSpan? duration) => duration is { } known ? Text(known.Ticks / TimeSpan.TicksPerMicrosecond) : "";

    public static DateTimeOffset? Instant(string text) => Number(text) is { } microseconds ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;

    public static TimeSpan? Duration(string text) => Number(text) is { } microseconds ? TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond) : null;

    static string Text(long microseconds) => microseconds.ToString(CultureInfo.InvariantCulture);

    static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Limit ? number : null;
}
