using Npgsql;

namespace Sagas.Transactions;

/// <summary>
/// Writes rows of one kind with a fixed number of statements, however many rows there are. Stateless: one instance serves all units of work, and rows of
/// several units arrive together.
/// </summary>
/// <typeparam name="TRow">One row.</typeparam>
public interface IRowWriter<TRow>
{
    /// <summary>Where the statements stand among those of other writers.</summary>
    Rank Rank { get; }

    /// <summary>The statements that write the rows.</summary>
    /// <param name="rows">At least one row.</param>
    WriteStatements Write(IReadOnlyList<TRow> rows);
}

/// <summary>What an <see cref="IRowWriter{TRow}" /> wants executed.</summary>
/// <param name="Commands">The statements, in order.</param>
/// <param name="Verify">
/// Called after they ran and before the commit, to look at <see cref="NpgsqlBatchCommand.RecordsAffected" />; it throws when the rows must not be
/// committed. <c>null</c> when there is nothing to look at, which saves a round trip.
/// </param>
public readonly record struct WriteStatements(IReadOnlyList<NpgsqlBatchCommand> Commands, Action? Verify = null);
