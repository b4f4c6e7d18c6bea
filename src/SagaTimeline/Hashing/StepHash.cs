using System.Security.Cryptography;

namespace Sagas.SagaTimeline.Hashing;

/// <summary>
/// The hash chain of a timeline. A step's digest is the SHA-256 of the canonical JSON array of its columns; its hash is the SHA-256 of the hash before it,
/// followed by its digest. The first step's hash is its digest. The number is not part of the digest, because the database gives it; the chain fixes it.
/// </summary>
static class StepHash
{
    /// <param name="step">The step, without its place in the chain.</param>
    /// <param name="details">Its details in canonical form.</param>
    public static byte[] Digest(TimelineStep step, ReadOnlySpan<byte> details)
    {
        using var columns = new CanonicalWriter();
        columns.BeginArray();
        columns.Text(step.SagaType);
        columns.Quoted(step.CorrelationId);
        columns.Microsecond(step.RecordedAt);
        columns.Text(step.Kind.ToString());
        columns.Text(step.StateBefore);
        columns.Text(step.StateAfter);
        Add(step.SagaVersion);
        columns.Text(step.MessageType);
        Add(step.MessageId);
        Add(step.ConversationId);
        columns.Text(step.Source);
        columns.Quoted(step.Attempt);
        columns.Quoted(step.Redelivery);
        columns.Text(step.Redelivered ? "redelivered" : null);
        if (step.SentAt is { } sentAt)
            columns.Microsecond(sentAt);
        else
            columns.Literal("null"u8);
        columns.Microsecond(step.ReceivedAt);
        columns.Microsecond(step.HandledAt);
        columns.Text(step.Reason);
        columns.Text(step.Actor);
        columns.Literal(details);
        columns.Text(step.TraceId);
        columns.Text(step.Tenant);
        columns.EndArray();
        return SHA256.HashData(columns.Written);

        void Add<T>(T? column)
            where T : struct, IUtf8SpanFormattable
        {
            if (column is { } value)
                columns.Quoted(value);
            else
                columns.Literal("null"u8);
        }
    }

    /// <param name="previous">The hash of the step before, in hexadecimal; empty for the first.</param>
    /// <param name="digest">The step's digest.</param>
    public static string Chain(string previous, byte[] digest) =>
        Convert.ToHexStringLower(previous.Length == 0 ? digest : SHA256.HashData([.. Convert.FromHexString(previous), .. digest]));
}
