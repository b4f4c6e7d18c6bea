using Npgsql;

namespace Sagas.Projections;

/// <summary>What could not be applied to the live read models, for people to decide.</summary>
public sealed class SetAsideRegister(NpgsqlDataSource dataSource)
{
    const string List =
        """
        select s.id, s.projection, s.stream, s.version, s.type, s.error, s.attempts, s.failed_at, s.next_attempt_at
        from projection_set_aside s join projections p on p.projection = s.projection and p.live_slot = s.slot
        where s.dismissed_at is null order by s.id limit $1
        """;

    const string Retry =
        """
        update projection_set_aside set next_attempt_at = now(), attempts = 0, decided_by = $2, decision_reason = $3
        where id = $1 and dismissed_at is null
        """;

    // The row stays as a record. Another one, from the next event on, keeps the stream's place until its events have followed. The version is the one that
    // the decision is about: a row moves on to the stream's next event that can't be applied.
    const string Dismiss =
        """
        with dismissed as (
          update projection_set_aside set dismissed_at = now(), next_attempt_at = null, decided_by = $2, decision_reason = $3
          where id = $1 and version = $4 and dismissed_at is null returning *)
        insert into projection_set_aside (projection, slot, partition, stream, version, type, error, attempts, next_attempt_at)
        select projection, slot, partition, stream, version + 1, type, 'It follows one that was dismissed.', 0, now() from dismissed
        """;

    const string IsOpen = "select exists (select from projection_set_aside where id = $1 and dismissed_at is null)";

    /// <summary>The oldest first.</summary>
    public async Task<IReadOnlyList<SetAsideEvent>> ListAsync(int most = 100, CancellationToken cancellationToken = default) =>
        await dataSource.CreateCommand(List).With(most).ReadAsync(
            row => new SetAsideEvent(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), row.GetString(5), row.GetInt32(6),
                row.GetFieldValue<DateTimeOffset>(7), row.IsDBNull(8) ? null : row.GetFieldValue<DateTimeOffset>(8)),
            cancellationToken).ConfigureAwait(false);

    /// <summary>Has an event tried again, at once and then as often as a new one.</summary>
    /// <returns>Whether there is such an event.</returns>
    public async Task<bool> RetryAsync(long id, string by, string reason, CancellationToken cancellationToken = default) =>
        await dataSource.CreateCommand(Retry).With(id).With(by).With(reason).RunAsync(cancellationToken).ConfigureAwait(false) > 0;

    /// <summary>Leaves an event out of the read model for good; those of its stream that wait follow. The read model then says something that the stream does not.</summary>
    /// <param name="id">What was listed.</param>
    /// <param name="version">The version that was listed with it.</param>
    /// <param name="by">Who decided.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Dismissal> DismissAsync(long id, long version, string by, string reason, CancellationToken cancellationToken = default)
    {
        if (await dataSource.CreateCommand(Dismiss).With(id).With(by).With(reason).With(version).RunAsync(cancellationToken).ConfigureAwait(false) > 0)
            return Dismissal.Done;
        var open = await dataSource.CreateCommand(IsOpen).With(id).ReadAsync(row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        return open.Single() ? Dismissal.OfAnotherVersion : Dismissal.NoSuchEvent;
    }
}
