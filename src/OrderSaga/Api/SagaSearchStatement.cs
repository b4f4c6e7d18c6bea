using Npgsql;

namespace Sagas.OrderSaga.Api;

/// <summary>
/// The statement that reads a page: one arm for each range of an index, each in the order of the list, so that PostgreSQL merges them without sorting and stops reading
/// when the page is full. Only what is asked for is in it: a condition that may or may not hold would
/// leave the planner guessing.
/// </summary>
sealed class SagaSearchStatement(SagaCriteria wanted)
{
    readonly List<string> _arms = [];
    readonly List<object> _values = [];

    string Order => wanted.LatestFirst ? $"{wanted.Since} desc, correlation_id desc" : $"{wanted.Since}, correlation_id";

    /// <param name="table">The table of a type of saga.</param>
    /// <param name="range">Which part of its index.</param>
    public void Add(string table, SagaRange range) => Add(table, range.State, range.DefinitionVersion, range.Error);

    /// <summary>Looks among known sagas.</summary>
    /// <param name="table">The table of a type of saga.</param>
    public void Add(string table) => Add(table, wanted.State, wanted.DefinitionVersion, parkedBecause: null);

    void Add(string table, string? state, int? definitionVersion, string? parkedBecause)
    {
        List<string> conditions = [wanted.HasEnded ? "ended_at is not null" : "ended_at is null"];
        if (wanted.Among is { } known)
            conditions.Add($"correlation_id = any({Value(known)})");
        if (state is not null)
            conditions.Add($"current_state = {Value(state)}");
        if (definitionVersion is { } version)
            conditions.Add($"definition_version = {Value(version)}");
        if (wanted.CustomerId is { } customer)
            conditions.Add($"customer_id = {Value(customer)}");
        if (wanted.Reason is { } reason)
            conditions.Add($"called_off_because = {Value(reason)}");
        if (parkedBecause is { } because)
            conditions.Add($"parked_because = {Value(because)}");
        else if (wanted.Error is { } error)
            conditions.Add($"position(lower({Value(error)}) in lower(parked_because)) > 0");
        if (wanted.Overdue)
            conditions.Add("deadline_at < now()");
        if (wanted.OlderThan is { } age)
            conditions.Add($"{(wanted.HasEnded ? "ended_at" : "waiting_since")} < now() - {Value(age)}");
        if (wanted.After is { } after)
            conditions.Add($"({wanted.Since}, correlation_id) {(wanted.LatestFirst ? "<" : ">")} ({Value(after.Since)}, {Value(after.SagaId)})");
        _arms.Add($"(select * from {table}_listed where {string.Join(" and ", conditions)} order by {Order} limit {Value(wanted.PageSize + 1)})");
    }

    public bool IsEmpty => _arms.Count == 0;

    /// <param name="around">Makes of the statement that reads the page the one that is executed.</param>
    public NpgsqlBatchCommand ToCommand(Func<string, string> around)
    {
        var command = new NpgsqlBatchCommand(around($"""
            select correlation_id, saga, order_id, customer_id, definition_version, current_state, waiting_since, deadline_at, attempt, parked_because, owed,
              called_off_because, started_at, ended_at, {wanted.Since} as since
            from (
              {string.Join("\n  union all\n  ", _arms)}
            ) as sagas
            order by {Order}
            limit {Value(wanted.PageSize + 1)}
            """));
        command.Parameters.AddRange(_values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }

    string Value(object value)
    {
        if (_values.IndexOf(value) is var known and >= 0)
            return $"${known + 1}";
        _values.Add(value);
        return $"${_values.Count}";
    }
}
