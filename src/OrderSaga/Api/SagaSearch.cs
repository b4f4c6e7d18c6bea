using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Sagas.OrderSaga.StepSagas;

namespace Sagas.OrderSaga.Api;

/// <summary>What to look for; what is null does not matter.</summary>
/// <param name="State">The state that the saga is in.</param>
/// <param name="Overdue">Whether its deadline has passed.</param>
/// <param name="OlderThan">For how long it has waited at least.</param>
/// <param name="Error">A part of why it is parked.</param>
/// <param name="After">Where the page before ended.</param>
/// <param name="Saga">The type of saga.</param>
/// <param name="Among">The only sagas that are wanted.</param>
sealed record SagaCriteria(
    string? State, bool? Overdue, TimeSpan? OlderThan, string? Error, SagaCursor? After, string? Saga = null, IReadOnlyList<Guid>? Among = null);

/// <summary>A saga's place in the order of waiting.</summary>
sealed record SagaCursor(DateTimeOffset WaitingSince, Guid SagaId)
{
    public override string ToString() => $"{WaitingSince.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)}_{SagaId:D}";

    public static bool TryParse(string text, out SagaCursor? cursor)
    {
        cursor = text.Split('_') is [var since, var id]
            && DateTimeOffset.TryParseExact(since, "O", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var waitingSince)
            && Guid.TryParseExact(id, "D", out var sagaId)
            ? new SagaCursor(waitingSince, sagaId)
            : null;
        return cursor is not null;
    }
}

/// <summary>A saga that is under way, in a few words.</summary>
public sealed record SagaSummary(
    Guid SagaId, string Saga, Guid OrderId, string State, DateTimeOffset WaitingSince, DateTimeOffset? Deadline, int Attempt, string? ParkedBecause, IReadOnlyList<string> Owed)
{
    /// <summary>The trouble that it is in; null when none was asked for.</summary>
    public string? Trouble { get; init; }
}

/// <summary>A page of sagas, the one that waits longest first.</summary>
/// <param name="Sagas">The sagas.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
public sealed record SagaPage(IReadOnlyList<SagaSummary> Sagas, string? Next);

/// <summary>Finds sagas that have not ended. Those that have are found by their order.</summary>
sealed class SagaSearch(NpgsqlDataSource database, IEnumerable<SagaType> types)
{
    const int PageSize = 100;

    // Of each type as many as fit on a page, in the order of the index on its table, such as place_order_sagas_waiting: that index is read from the cursor on,
    // however many sagas wait or have ended. The pages of all types together are then put in order.
    readonly string _search = $"""
        select * from ({string.Join(" union all ", types.Select(type => $"""
          (select correlation_id, saga, order_id, current_state, waiting_since, deadline_at, attempt, parked_because, owed
          from {JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name)}_sagas_under_way
          where (waiting_since, correlation_id) > ($1, $2)
            and ($3 is null or current_state = $3)
            and ($4 is null or coalesce(deadline_at < now(), false) = $4)
            and ($5 is null or waiting_since < now() - $5)
            and ($6 is null or position(lower($6) in lower(parked_because)) > 0)
            and ($7 is null or saga = $7)
            and ($9 is null or correlation_id = any($9))
          order by waiting_since, correlation_id
          limit $8)
          """))}) as page
        order by waiting_since, correlation_id
        limit $8
        """;

    public async Task<SagaPage> FindAsync(SagaCriteria wanted, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(_search);
        command.Parameters.Add(new NpgsqlParameter { Value = wanted.After?.WaitingSince ?? DateTimeOffset.UnixEpoch, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter { Value = wanted.After?.SagaId ?? Guid.Empty, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(Optional(wanted.State, NpgsqlDbType.Text));
        command.Parameters.Add(Optional(wanted.Overdue, NpgsqlDbType.Boolean));
        command.Parameters.Add(Optional(wanted.OlderThan, NpgsqlDbType.Interval));
        command.Parameters.Add(Optional(wanted.Error, NpgsqlDbType.Text));
        command.Parameters.Add(Optional(wanted.Saga, NpgsqlDbType.Text));
        command.Parameters.Add(new NpgsqlParameter { Value = PageSize + 1, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(Optional(wanted.Among?.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var sagas = new List<SagaSummary>();
        while (await reader.ReadAsync(cancellationToken))
            sagas.Add(Read(reader));
        return sagas.Count <= PageSize
            ? new SagaPage(sagas, null)
            : new SagaPage(sagas[..PageSize], new SagaCursor(sagas[PageSize - 1].WaitingSince, sagas[PageSize - 1].SagaId).ToString());
    }

    static NpgsqlParameter Optional<T>(T? value, NpgsqlDbType type) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type };

    static SagaSummary Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetGuid(2),
        row.GetString(3),
        row.GetFieldValue<DateTimeOffset>(4),
        row.IsDBNull(5) ? null : row.GetFieldValue<DateTimeOffset>(5),
        row.GetInt32(6),
        row.IsDBNull(7) ? null : row.GetString(7),
        row.GetFieldValue<string[]>(8));
}
