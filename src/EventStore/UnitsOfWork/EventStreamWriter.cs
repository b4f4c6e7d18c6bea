using Sagas.Transactions;

namespace Sagas.EventStore;

/// <summary>
/// Appends to streams in the commit of a unit of work. A stream that has moved since it was loaded is a <see cref="TransactionConflictException" />, and
/// nothing of the unit is written.
/// </summary>
public sealed class EventStreamWriter : IRowWriter<PreparedAppend>
{
    /// <summary>The only one.</summary>
    public static readonly EventStreamWriter Instance = new();

    EventStreamWriter()
    {
    }

    /// <inheritdoc />
    public Rank Rank => Rank.Stream;

    /// <inheritdoc />
    public WriteStatements Write(IReadOnlyList<PreparedAppend> rows)
    {
        var append = new StreamAppendStatements(rows);
        return new WriteStatements(append.Commands, () => Verify(append));
    }

    static void Verify(StreamAppendStatements append)
    {
        try
        {
            append.Verify();
        }
        catch (VersionConflictException conflict)
        {
            throw new TransactionConflictException(conflict.Message, conflict);
        }
    }
}
