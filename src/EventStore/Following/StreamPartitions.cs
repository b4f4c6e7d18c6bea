using System.Security.Cryptography;
using System.Text;

namespace Sagas.EventStore;

/// <summary>
/// Some of the partitions into which all streams fall, for followers that share the work. A stream is in the same partition for ever, so that its events stay in order and
/// checkpoints of a partition stay right.
/// </summary>
public sealed record StreamPartitions
{
    /// <summary>The most partitions there can be.</summary>
    public const int Most = 256;

    /// <summary>Names partitions.</summary>
    /// <param name="of">How many there are, at most <see cref="Most" />. Another number is another division: checkpoints don't carry over.</param>
    /// <param name="numbers">Those that are meant, from 0 on, each once.</param>
    public StreamPartitions(int of, IReadOnlyCollection<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentOutOfRangeException.ThrowIfLessThan(of, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(of, Most);
        if (numbers.FirstOrDefault(number => number < 0 || number >= of) is var stray and not 0)
            throw new ArgumentOutOfRangeException(nameof(numbers), stray, $"Partitions are numbered from 0 to {of - 1}.");
        // One that counted twice could make some look like all.
        if (numbers.Distinct().Count() < numbers.Count)
            throw new ArgumentException($"A partition is named twice: {string.Join(", ", numbers)}.", nameof(numbers));
        (Of, Numbers) = (of, [.. numbers]);
    }

    /// <summary>All streams.</summary>
    public static StreamPartitions All { get; } = new(1, [0]);

    /// <summary>How many partitions there are.</summary>
    public int Of { get; }

    /// <summary>Those that are meant.</summary>
    public IReadOnlyCollection<int> Numbers { get; }

    /// <summary>The partition that a stream is in.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="of">How many partitions there are.</param>
    public static int NumberOf(StreamId stream, int of)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return SHA256.HashData(Encoding.UTF8.GetBytes(stream.ToString()))[0] % of;
    }

    internal bool IsAll => Numbers.Count == Of;
}
