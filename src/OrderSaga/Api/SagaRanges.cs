namespace Sagas.OrderSaga.Api;

/// <summary>Sagas that lie beside each other in an index, in the order of the list.</summary>
/// <param name="State">Their state.</param>
/// <param name="DefinitionVersion">The version of the plan that they began with.</param>
/// <param name="Error">Why they are parked, where they are searched by that.</param>
sealed record SagaRange(string State, int DefinitionVersion, string? Error)
{
    public bool IsIn(SagaCriteria wanted) =>
        (wanted.State is null || State == wanted.State)
        && (wanted.DefinitionVersion is null || DefinitionVersion == wanted.DefinitionVersion)
        && (Error is null || Error.Contains(wanted.Error!, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Asks an index which ranges it has: from each to the next is one step down the index, however many sagas lie between.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="About">The customer or the reason that it is about; <c>null</c> when it is about neither.</param>
/// <param name="AreByError">Whether the ranges are by why the sagas are parked, too.</param>
sealed record SagaRanges(string Statement, string? About, bool AreByError)
{
    public static SagaRanges Of(string table, SagaCriteria wanted) => wanted switch
    {
        { CustomerId: { } customer } => new(Skip(table, $"{Scope(wanted)} and customer_id = $1", "current_state, definition_version"), customer, false),
        { Reason: { } reason } => new(Skip(table, $"{Scope(wanted)} and called_off_because = $1", "current_state, definition_version"), reason, false),
        { Error: not null } => new(Skip(table, $"{Scope(wanted)} and parked_because is not null", "current_state, definition_version, parked_because"), null, true),
        _ => new(Skip(table, Scope(wanted), "current_state, definition_version"), null, false),
    };

    static string Scope(SagaCriteria wanted) => wanted.HasEnded ? "ended_at is not null" : "ended_at is null";

    static string Skip(string table, string scope, string columns)
    {
        var found = string.Join(", ", columns.Split(", ").Select(column => $"found.{column}"));
        return $"""
            with recursive found as (
              (select {columns} from {table} where {scope} order by {columns} limit 1)
              union all
              select next.* from found cross join lateral (
                select {columns} from {table} where {scope} and ({columns}) > ({found}) order by {columns} limit 1
              ) as next
            )
            select {columns} from found
            """;
    }
}
