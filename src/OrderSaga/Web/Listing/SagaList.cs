using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Sagas.OrderSaga.Api;
using Sagas.OrderSaga.Data;
using Sagas.OrderSaga.Troubles;
using Sagas.OrderSaga.Web.Kinds;

namespace Sagas.OrderSaga.Web.Listing;

/// <summary>Reads the sagas of a type for the list: a page of them, or their numbers. Neither reads more rows however many have ended.</summary>
sealed class SagaList(NpgsqlDataSource database, SagaTroubles troubles)
{
    public const int PageSize = 50;

    /// <summary>The upper bounds of the ages, in seconds; what is older is in one more.</summary>
    public static readonly int[] Ages = [1, 10, 60, 600, 3_600, 86_400];

    // The stalest 10,001 by the table's index of what is waiting, and at most as many entries of its index of what has ended for each state: a scan of the index alone where
    // the table is vacuumed. One more than is shown, so that it is known whether there are more.
    static string Numbers(SagaKind kind) => $"""
        with under_way as (
          select current_state, waiting_since, deadline_at, parked_because from {kind.Table}
          where ended_at is null order by waiting_since, correlation_id limit $1
        )
        select current_state, width_bucket(extract(epoch from now() - waiting_since), $2), coalesce(deadline_at < now(), false), parked_because, count(*), min(waiting_since)
        from under_way group by 1, 2, 3, 4
        """;

    static string EndedNumbers(SagaKind kind) => $"""
        select state, (select count(*) from (select from {kind.Table} where current_state = state and ended_at is not null limit $1) as counted)
        from unnest($2) as state
        """;

    // Each state's latest from the cursor on, by the table's index of what has ended, and of those the latest.
    static string Ended(SagaKind kind) => $"""
        select ended.* from unnest($1) as state
        cross join lateral (
          select correlation_id, current_state, ended_at, started_at, customer_id from {kind.Table}
          where current_state = state and ended_at is not null and (ended_at, correlation_id) < ($2, $3)
          order by ended_at desc, correlation_id desc
          limit $4
        ) as ended
        order by ended_at desc, correlation_id desc
        limit $4
        """;

    public async Task<Overview> CountAsync(SagaKind kind, CancellationToken cancellationToken)
    {
        var underWay = await database.CreateCommand(Numbers(kind)).With(Overview.Most + 1).With(Ages.Select(age => (decimal)age).ToArray()).ReadAsync(
            row => new UnderWayGroup(
                row.GetString(0), row.GetInt32(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt64(4), row.GetFieldValue<DateTimeOffset>(5)),
            cancellationToken);

        var counts = await database.CreateCommand(EndedNumbers(kind)).With(Overview.Most + 1).With(kind.Graph.Ends.ToArray())
            .ReadAsync(row => (State: row.GetString(0), Count: Count.Of(row.GetInt64(1))), cancellationToken);
        return new Overview(underWay, counts.ToDictionary(state => state.State, state => state.Count));
    }

    public async Task<(IReadOnlyList<SagaRow> Rows, string? Next)> UnderWayAsync(SagaCriteria wanted, TroubleFilter? trouble, CancellationToken cancellationToken)
    {
        var page = await troubles.SearchAsync(wanted, trouble, cancellationToken);
        var report = await troubles.AllAsync(cancellationToken);
        var rows = page.Sagas.Select(saga => new SagaRow(saga.SagaId, saga.State, saga.WaitingSince, saga.Deadline, saga.Attempt, saga.ParkedBecause, null, null)
        {
            Trouble = report.Of(saga.SagaId)?.Trouble,
        });
        return ([.. rows], page.Next);
    }

    /// <summary>Those that have ended, the latest first.</summary>
    public async Task<(IReadOnlyList<SagaRow> Rows, string? Next)> EndedAsync(
        SagaKind kind, IReadOnlyList<string> states, SagaCursor? after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Ended(kind)).With(states.ToArray());
        command.Parameters.Add(new NpgsqlParameter { Value = after?.WaitingSince ?? (object)DateTimeOffset.MaxValue.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        var rows = await command.With(after?.SagaId ?? Guid.AllBitsSet).With(PageSize + 1).ReadAsync(
            row => new SagaRow(
                row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), null, 0, null, row.GetFieldValue<DateTimeOffset>(2) - row.GetFieldValue<DateTimeOffset>(3), row.GetString(4)),
            cancellationToken);
        return rows.Count <= PageSize
            ? (rows, null)
            : (rows[..PageSize], new SagaCursor(rows[PageSize - 1].Since, rows[PageSize - 1].SagaId).ToString());
    }
}

/// <summary>A saga in the list.</summary>
/// <param name="SagaId">The saga.</param>
/// <param name="State">Its state.</param>
/// <param name="Since">Since when it waits, or when it ended.</param>
/// <param name="Deadline">When it is asked again, or given up.</param>
/// <param name="Attempt">How often it asked in this round.</param>
/// <param name="ParkedBecause">Why it needs an operator.</param>
/// <param name="Took">How long it took, once it has ended.</param>
/// <param name="Customer">Whose it is, once it has ended.</param>
public sealed record SagaRow(
    Guid SagaId, string State, DateTimeOffset Since, DateTimeOffset? Deadline, int Attempt, string? ParkedBecause, TimeSpan? Took, string? Customer)
{
    /// <summary>What is wrong with it.</summary>
    public Trouble? Trouble { get; init; }
}
