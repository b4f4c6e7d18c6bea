using Npgsql;

namespace Sagas.Transactions;

/// <summary>The rows of one writer.</summary>
abstract class RowSet : IMergeable<RowSet>
{
    public abstract Rank Rank { get; }

    public abstract RowSet Copy();

    public abstract void Add(RowSet others);

    public abstract WriteStatements Statements();
}

sealed class RowSet<TRow>(IRowWriter<TRow> writer) : RowSet
{
    // Most units have one row of a kind.
    readonly List<TRow> _rows = new(1);

    public override Rank Rank => writer.Rank;

    public void Add(TRow row) => _rows.Add(row);

    public override void Add(RowSet others) => _rows.AddRange(((RowSet<TRow>)others)._rows);

    public override RowSet Copy()
    {
        var copy = new RowSet<TRow>(writer);
        copy._rows.AddRange(_rows);
        return copy;
    }

    public override WriteStatements Statements() => writer.Write(_rows);
}

/// <summary>The rows of all writers: what one unit writes, or several together.</summary>
sealed class WriteSet
{
    readonly Dictionary<object, RowSet> _byWriter = new(ReferenceEqualityComparer.Instance);

    public bool IsEmpty => _byWriter.Count == 0;

    /// <summary>What the units call themselves.</summary>
    public List<string> Names { get; } = [];

    public static WriteSet Together(IReadOnlyList<WriteSet> parts)
    {
        if (parts is [var only])
            return only;
        var together = new WriteSet();
        foreach (var part in parts)
        {
            together.Names.AddRange(part.Names);
            together._byWriter.Merge(part._byWriter);
        }

        return together;
    }

    public void Add<TRow>(IRowWriter<TRow> writer, TRow row)
    {
        if (!_byWriter.TryGetValue(writer, out var rows))
            _byWriter.Add(writer, rows = new RowSet<TRow>(writer));
        ((RowSet<TRow>)rows).Add(row);
    }

    /// <summary>Adds the statements to a batch, in rank order.</summary>
    /// <returns>What has to be verified after they ran.</returns>
    public IReadOnlyList<Action> AddTo(NpgsqlBatch batch)
    {
        var verifications = new List<Action>();
        foreach (var rows in _byWriter.Values.OrderBy(rows => rows.Rank))
        {
            var (commands, verify) = rows.Statements();
            foreach (var command in commands)
                batch.BatchCommands.Add(command);
            if (verify is not null)
                verifications.Add(verify);
        }

        return verifications;
    }
}
