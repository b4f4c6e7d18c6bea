using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sagas.SagaTimeline.Hashing;

/// <summary>
/// The hash chain of a timeline. A step's digest is the SHA-256 of the canonical JSON array of its columns; its hash is the SHA-256 of the hash before it,
/// followed by its digest. The first step's hash is its digest. The number is not part of the digest, because the database gives it; the chain fixes it.
/// </summary>
static class StepHash
{
    /// <param name="step">The step, without its place in the chain.</param>
    /// <param name="details">Its details in canonical form.</param>
    public static byte[] Digest(TimelineStep step, string details)
    {
        var columns = new StringBuilder(512);
        Add(step.SagaType);
        Add(step.CorrelationId.ToString());
        Add(Instant(step.RecordedAt));
        Add(step.Kind.ToString());
        Add(step.StateBefore);
        Add(step.StateAfter);
        Add(step.SagaVersion?.ToString(CultureInfo.InvariantCulture));
        Add(step.MessageType);
        Add(step.MessageId?.ToString());
        Add(step.ConversationId?.ToString());
        Add(step.Source);
        Add(step.Attempt.ToString(CultureInfo.InvariantCulture));
        Add(step.Redelivery.ToString(CultureInfo.InvariantCulture));
        Add(step.Redelivered ? "redelivered" : null);
        Add(step.SentAt is { } sentAt ? Instant(sentAt) : null);
        Add(Instant(step.ReceivedAt));
        Add(Instant(step.HandledAt));
        Add(step.Reason);
        Add(step.Actor);
        columns.Append(',').Append(details);
        Add(step.TraceId);
        Add(step.Tenant);
        return SHA256.HashData(Encoding.UTF8.GetBytes(columns.Append(']').ToString()));

        void Add(string? column)
        {
            columns.Append(columns.Length == 0 ? '[' : ',');
            if (column is null)
                columns.Append("null");
            else
                CanonicalDetails.WriteString(column, columns);
        }
    }

    /// <param name="previous">The hash of the step before, in hexadecimal; empty for the first.</param>
    /// <param name="digest">The step's digest.</param>
    public static string Chain(string previous, byte[] digest) =>
        Convert.ToHexStringLower(previous.Length == 0 ? digest : SHA256.HashData([.. Convert.FromHexString(previous), .. digest]));

    // timestamptz keeps microseconds.
    static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
