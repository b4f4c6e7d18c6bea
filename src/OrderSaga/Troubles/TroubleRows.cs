using Npgsql;

namespace Sagas.OrderSaga.Troubles;

/// <summary>Facts from the rows of the reader's statements.</summary>
static class TroubleRows
{
    public static SagaFacts Suspect(NpgsqlDataReader row) => new()
    {
        Saga = row.GetString(0),
        SagaId = row.GetGuid(1),
        OrderId = row.GetGuid(2),
        State = row.GetString(3),
        Since = Instant(row, 4),
        UpdatedAt = Instant(row, 5),
        Deadline = row.IsDBNull(6) ? null : Instant(row, 6),
        Attempt = row.GetInt32(7),
        ParkedBecause = Text(row, 8),
        Owed = row.GetFieldValue<string[]>(9),
        Timer = row.IsDBNull(10) ? null : new TimerFacts(row.GetGuid(10), Instant(row, 11), row.GetInt32(12)),
        Silence = row.IsDBNull(13) || row.IsDBNull(14) ? null : new SilenceFacts(row.GetInt64(13), row.GetInt64(14)),
        Undelivered = row.IsDBNull(15)
            ? null
            : new UndeliveredFacts(row.GetGuid(15), row.GetString(16), row.GetString(17), row.GetString(18), row.GetInt32(19), Instant(row, 20)),
        Letter = row.IsDBNull(21)
            ? null
            : new LetterFacts(row.GetGuid(21), row.GetString(22), row.GetString(23), Text(row, 24), row.GetInt32(25), Instant(row, 26), row.GetInt64(27)),
        Unanswered = row.IsDBNull(28) ? null : new RequestFacts(row.GetGuid(28), row.GetString(29), Instant(row, 30)),
    };

    public static SagaFacts Stray(NpgsqlDataReader row)
    {
        var due = Instant(row, 8);
        return new SagaFacts
        {
            Saga = row.GetString(0),
            SagaId = row.GetGuid(1),
            OrderId = row.GetGuid(2),
            State = Text(row, 3) ?? SagaFacts.NotBegun,
            Since = row.IsDBNull(4) ? due : Instant(row, 4),
            UpdatedAt = row.IsDBNull(5) ? due : Instant(row, 5),
            EndedAt = row.IsDBNull(6) ? null : Instant(row, 6),
            IsTimerKnown = false,
            StrayTimer = new TimerFacts(row.GetGuid(7), due, row.GetInt32(9)),
        };
    }

    static string? Text(NpgsqlDataReader row, int ordinal) => row.IsDBNull(ordinal) ? null : row.GetString(ordinal);

    static DateTimeOffset Instant(NpgsqlDataReader row, int ordinal) => row.GetFieldValue<DateTimeOffset>(ordinal);
}
