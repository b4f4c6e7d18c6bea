using Npgsql;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Kinds;

namespace Sagas.OrderSaga.Web.Listing;

/// <summary>Reads the sagas of a type for the list: a page of them, or their numbers. Neither reads more rows however many have ended.</summary>
sealed class SagaList(NpgsqlDataSource database, SagaSearch search, SagaTroubles troubles)
{
    /// <summary>The upper bounds of the ages, in seconds; what is older is in one more.</summary>
    public static readonly int[] Ages = [1, 10, 60, 600, 3_600, 86_400];

    // The stalest 10,001, along the index that a search goes along, and at most as many entries of the index of what has ended for each state: a scan of the index alone where
    // the table is vacuumed. One more than is shown, so that it is known whether there are more.
    static string Numbers(string underWay) => $"""
        with under_way as ({underWay})
        select current_state, width_bucket(extract(epoch from now() - waiting_since), array[{string.Join(", ", Ages)}]::numeric[]), coalesce(deadline_at < now(), false), parked_because,
          count(*), min(waiting_since)
        from under_way group by 1, 2, 3, 4
        """;

    static string EndedNumbers(SagaKind kind) => $"""
        select state, (select count(*) from (select from {kind.Table} where current_state = state and ended_at is not null limit $1) as counted)
        from unnest($2) as state
        """;

    public async Task<Overview> CountAsync(SagaKind kind, CancellationToken cancellationToken)
    {
        var underWay = await search.ReadAsync(
            new SagaCriteria { Saga = kind.Name, PageSize = Overview.Most },
            Numbers,
            row => new UnderWayGroup(
                row.GetString(0), row.GetInt32(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5)),
            cancellationToken);

        var counts = await database.CreateCommand(EndedNumbers(kind)).With(Overview.Most + 1).With(kind.Graph.Ends.ToArray())
            .ReadAsync(row => (State: row.GetString(0), Count: Count.Of(row.GetInt64(1))), cancellationToken);
        return new Overview(underWay, counts.ToDictionary(state => state.State, state => state.Count));
    }

    public async Task<(IReadOnlyList<SagaRow> Rows, string? Next)> FindAsync(SagaCriteria wanted, TroubleFilter? trouble, CancellationToken cancellationToken)
    {
        var page = await troubles.SearchAsync(wanted, trouble, cancellationToken);
        var report = await troubles.AllAsync(cancellationToken);
        return ([.. page.Sagas.Select(saga => Row(saga) with { Trouble = report.Of(saga.SagaId)?.Trouble })], page.Next);
    }

    /// <summary>Those that have ended, the latest first.</summary>
    public async Task<IReadOnlyList<SagaRow>> LatelyAsync(SagaKind kind, int most, CancellationToken cancellationToken) =>
        (await FindAsync(new SagaCriteria { Saga = kind.Name, HasEnded = true, LatestFirst = true, PageSize = most }, trouble: null, cancellationToken)).Rows;

    static SagaRow Row(SagaSummary saga) => new(
        saga.SagaId, saga.State, (saga.EndedAt ?? saga.WaitingSince)!.Value, saga.Deadline, saga.Attempt, saga.ParkedBecause ?? saga.CalledOffBecause,
        saga.EndedAt - saga.StartedAt, saga.CustomerId);
}

/// <summary>A saga in the list.</summary>
/// <param name="SagaId">The saga.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when it waits, or when it ended.</param>
/// <param name="Deadline">When it is asked again, or given up.</param>
/// <param name="Attempt">How often it asked in this round.</param>
/// <param name="Because">Why it needs an operator, or why it was called off.</param>
/// <param name="Took">How long it took, once it has ended.</param>
/// <param name="Customer">Whose it is.</param>
public sealed record SagaRow(
    Guid SagaId, string State, DateTimeOffset Since, DateTimeOffset? Deadline, int Attempt, string? Because, TimeSpan? Took, string? Customer)
{
    /// <summary>What is wrong with it.</summary>
    public Trouble? Trouble { get; init; }
}
