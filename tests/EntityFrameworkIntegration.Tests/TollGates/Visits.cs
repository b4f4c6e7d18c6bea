using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Sagas.Transactions;

namespace Sagas.EntityFrameworkIntegration.Tests.TollGates;

/// <summary>An enlistment: counts the units of work about each subject in the table <c>visits</c>.</summary>
public sealed class Visits : IEnlistment, IRowWriter<Guid>
{
    public Rank Rank => Rank.Timeline;

    int _saved;

    public ConcurrentBag<Exception> Failures { get; } = [];

    /// <summary>How those about each subject that have come as far as to be saved met the database, in order.</summary>
    public ConcurrentQueue<(Guid? SubjectId, TransactionMode Mode)> Modes { get; } = [];

    /// <summary>How many units have been handed to the writer, whatever came of it.</summary>
    public int Saved => _saved;

    public void OnSaving(IUnitOfWork unit)
    {
        Interlocked.Increment(ref _saved);
        Modes.Enqueue((unit.Subject?.Id, unit.Mode));
        if (unit.Subject is { } subject)
            unit.Write(this, subject.Id);
    }

    public Task OnFailedAsync(IUnitOfWork unit, Exception exception, CancellationToken cancellationToken)
    {
        Failures.Add(exception);
        return Task.CompletedTask;
    }

    public WriteStatements Write(IReadOnlyList<Guid> rows) => new([
        new NpgsqlBatchCommand("insert into visits select id, 1 from unnest($1) as id on conflict (subject_id) do update set visits = visits.visits + 1")
        {
            Parameters = { new NpgsqlParameter<Guid[]> { TypedValue = [.. rows], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } },
        },
    ]);
}
