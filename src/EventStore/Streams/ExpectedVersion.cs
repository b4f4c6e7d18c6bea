using System.Globalization;

namespace Sagas.EventStore;

/// <summary>What an append takes for granted about the stream's version. Its default is <see cref="NoStream" />.</summary>
public readonly record struct ExpectedVersion
{
    readonly long number;

    ExpectedVersion(long number) => this.number = number;

    /// <summary>The stream does not exist yet.</summary>
    public static ExpectedVersion NoStream => new(0);

    /// <summary>Whatever the stream's version is, the events go behind it.</summary>
    public static ExpectedVersion Any => new(-1);

    /// <summary>The stream's last event has this version. Zero is <see cref="NoStream" />.</summary>
    public static ExpectedVersion Exactly(long version)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(version);
        return new ExpectedVersion(version);
    }

    /// <summary>Whether a stream at this version, zero for none, is as expected.</summary>
    public bool Admits(long version) => this == Any || number == version;

    /// <summary>The expectation in words.</summary>
    public override string ToString() => number switch
    {
        -1 => "any version",
        0 => "no stream",
        _ => string.Create(CultureInfo.InvariantCulture, $"version {number}"),
    };
}
