using Npgsql;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Api;

/// <summary>
/// Finds sagas, and reads no more of them than fit on a page. Each index of the sagas' tables holds, for whatever a search fixes, the sagas in the order of the list.
/// What a search leaves open, such as the state, has few values: those that there are come from the index itself, and a merge takes from each range as it goes.
/// </summary>
sealed class SagaSearch(NpgsqlDataSource database, IEnumerable<SagaType> types)
{
    // So there is but one plan, however old the statistics are: along the index, from where the page before ended to where this one does.
    const string AlongTheIndex = "select set_config(setting, 'off', true) from unnest(array['enable_seqscan', 'enable_bitmapscan', 'enable_sort']) as setting";

    // Known sagas are few, and each is looked up.
    const string ByKey = "select set_config('enable_seqscan', 'off', true)";

    public async Task<SagaPage> FindAsync(SagaCriteria wanted, CancellationToken cancellationToken)
    {
        var sagas = await ReadAsync(wanted, page => page, Read, cancellationToken);
        return sagas.Count <= wanted.PageSize
            ? new SagaPage(sagas.ConvertAll(found => found.Saga), null)
            : new SagaPage(
                sagas[..wanted.PageSize].ConvertAll(found => found.Saga), new SagaCursor(sagas[wanted.PageSize - 1].Since, sagas[wanted.PageSize - 1].Saga.SagaId).ToString());
    }

    /// <summary>Reads a page, and the first saga of the next.</summary>
    /// <param name="wanted">What to look for.</param>
    /// <param name="around">Makes of the statement that reads them the one that is executed.</param>
    /// <param name="read">Reads a row of that.</param>
    /// <param name="cancellationToken">A token to stop it.</param>
    public async Task<List<T>> ReadAsync<T>(SagaCriteria wanted, Func<string, string> around, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var statement = new SagaSearchStatement(wanted);
        foreach (var type in types.Where(type => wanted.Saga is null || type.Name == wanted.Saga))
        {
            if (wanted.Among is not null)
                statement.Add(type.Table);
            else
            {
                foreach (var range in await RangesAsync(type, wanted, cancellationToken))
                    statement.Add(type.Table, range);
            }
        }

        if (statement.IsEmpty)
            return [];
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(wanted.Among is null ? AlongTheIndex : ByKey));
        batch.BatchCommands.Add(statement.ToCommand(around));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    async Task<IEnumerable<SagaRange>> RangesAsync(SagaType type, SagaCriteria wanted, CancellationToken cancellationToken)
    {
        var ranges = SagaRanges.Of(type.Table, wanted);
        var command = database.CreateCommand(ranges.Statement);
        if (ranges.About is { } about)
            command.With(about);
        var found = await command.ReadAsync(row => new SagaRange(row.GetString(0), row.GetInt32(1), ranges.AreByError ? row.GetString(2) : null), cancellationToken);
        return found.Where(range => range.IsIn(wanted));
    }

    static (SagaSummary Saga, DateTimeOffset Since) Read(NpgsqlDataReader row) => (
        new SagaSummary(
            row.GetGuid(0),
            row.GetString(1),
            row.GetGuid(2),
            row.GetString(3),
            row.GetInt32(4),
            row.GetString(5),
            row.IsDBNull(6) ? null : row.GetFieldValue<DateTimeOffset>(6),
            row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
            row.GetInt32(8),
            row.IsDBNull(9) ? null : row.GetString(9),
            row.GetFieldValue<string[]>(10),
            row.IsDBNull(11) ? null : row.GetString(11),
            row.GetFieldValue<DateTimeOffset>(12),
            row.IsDBNull(13) ? null : row.GetFieldValue<DateTimeOffset>(13)),
        row.GetFieldValue<DateTimeOffset>(14));
}
