using System.Globalization;
using System.Text.RegularExpressions;
using Sagas.EventStore;

namespace Sagas.OrderSaga.Api;

/// <summary>Up to where an order's stream is to be looked at.</summary>
abstract partial record OrderMoment
{
    public abstract StreamMoment OfStream { get; }

    public sealed record AtVersion(long Version) : OrderMoment
    {
        public override StreamMoment OfStream => StreamMoment.AtVersion(Version);
    }

    /// <summary>The end of an instant: what was recorded at it is included.</summary>
    public sealed record AtInstant(DateTimeOffset Instant) : OrderMoment
    {
        public override StreamMoment OfStream => StreamMoment.AtInstant(Instant);
    }

    /// <summary>What the query asks for; null when that is the order as it stands, or when it makes no sense and <paramref name="errors" /> say why.</summary>
    public static OrderMoment? Parse(string? version, string? at, DateTimeOffset now, FieldErrors errors)
    {
        if (version is not null && at is not null)
        {
            errors.Add("version", "is given beside at. Give one of them.");
            errors.Add("at", "is given beside version. Give one of them.");
            return null;
        }

        if (version is not null)
        {
            if (long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
                return new AtVersion(number);
            errors.Add("version", "is not a version. Give a whole number from 1 on.");
            return null;
        }

        return at is null ? null : ParseInstant(at, now, errors);
    }

    /// <summary>The version that has to be seen at least; null when none is asked for, or when that makes no sense and <paramref name="errors" /> say why.</summary>
    public static long? ParseLeast(string? minVersion, OrderMoment? moment, FieldErrors errors)
    {
        if (minVersion is null)
            return null;
        errors.Check(moment is null, "minVersion", "is given beside version or at, which show the past. Give one of them.");
        if (long.TryParse(minVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            return number;
        errors.Add("minVersion", "is not a version. Give a whole number from 1 on: the X-Event-Version of an earlier answer.");
        return null;
    }

    static AtInstant? ParseInstant(string at, DateTimeOffset now, FieldErrors errors)
    {
        // Finer than a tick, an instant is cut: no event is stored that finely.
        if (Rfc3339().Match(at) is { Success: true, Groups: var part }
            && DateTimeOffset.TryParse(
                $"{part["date"]}T{part["time"]}{part["fraction"]}{part["offset"].Value.ToUpperInvariant()}", CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant))
        {
            errors.Check(instant <= now, "at", FormattableString.Invariant($"is in the future: it is {now.UtcDateTime:O}. Leave it out for the order as it stands."));
            return errors.Any ? null : new AtInstant(instant);
        }

        errors.Add("at", "is not an instant. Give date, time and offset as in RFC 3339: 2025-03-03T09:30:00Z or 2025-03-03T10:30:00%2B01:00, where %2B stands for the + in an address.");
        return null;
    }

    [GeneratedRegex(
        @"\A(?<date>\d{4}-\d\d-\d\d)[Tt ](?<time>\d\d:\d\d:\d\d)(?<fraction>\.\d{1,7})?\d*(?<offset>[Zz]|[+-]\d\d:\d\d)\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Rfc3339();
}
