using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Sagas.OrderSaga.StepSagas;
using Sagas.Transactions;

namespace Sagas.OrderSaga.Troubles;

/// <summary>Reads which sagas are in trouble: two statements, one round trip, however many have ended.</summary>
sealed class TroubleReader(NpgsqlDataSource database, IEnumerable<SagaType> types, IOptions<TroubleOptions> options, TimeProvider clock)
{
    const int MostLetters = 1_000;

    const string Id = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";

    // The plan expects thousands of suspects, where there are few: compiling it would take longer than running it.
    const string WithoutCompiling = "select set_config('jit', 'off', true)";

    readonly Dictionary<string, SagaType> _types = types.ToDictionary(type => type.Name);

    // Reads the sagas under way by their tables' partial index, each one's timer, what can't be sent by its partial index, the open dead letters by status, and requests by
    // time. Only what looks like trouble is looked at closely: by index for each suspect, whatever the statistics expect, because a day on which the broker is away has
    // thousands of rows where there was none before. Of the timeline, the steps of the present wait of those that have asked more than once are read.
    //
    // A dead letter is about the saga that its message names, at the endpoint of that saga's type: in an effect key or by id. A body need not be readable, so it is searched
    // as text.
    readonly string _suspects = $$"""
        with types as (select * from unnest($1, $2) as type (saga, endpoint)),
        waits as (select * from unnest($3, $4, $5, $6) as wait (saga, timeline, state, participant)),
        sagas as (
          select saga, endpoint, correlation_id, order_id, current_state, waiting_since, deadline_token, deadline_at, attempt, parked_because, owed, updated_at
          from sagas_under_way
          where $7 is null or correlation_id = $7
          union all
          select types.saga, endpoint, saga_id, saga_id, '{{SagaFacts.NotBegun}}', min(requested_at), null, null, 0, null, '{}', min(requested_at)
          from saga_requests request join types using (endpoint)
          where ($7 is null or saga_id = $7) and requested_at < $8 - $9
            {{string.Concat(types.Select(type => $"and not exists (select from {type.Table} saga where saga.correlation_id = saga_id) "))}}
          group by 1, 2, 3
        ),
        letters as (
          select distinct on (endpoint, saga_id) endpoint, saga_id, dead_letter_id, message_type, reason, fault_type, attempts, last_failed_at, count(*) over (partition by endpoint, saga_id) as letters
          from (
            select * from (select * from dead_letters where status = 'Open' order by last_failed_at desc, dead_letter_id desc limit {{MostLetters}}) latest
            where $7 is null or position($7::text in lower(encode(body, 'escape'))) > 0
          ) letter
          cross join lateral (
            select distinct name[1]::uuid as saga_id from regexp_matches(encode(body, 'escape'), '{{Id}}', 'g') as name
          ) named
          order by endpoint, saga_id, last_failed_at desc
        ),
        -- Those that need somebody come before those that are merely silent, however many of these there are.
        suspects as (
          select * from (
          select s.*,
            timer.message_id as timer_id, timer.due_at, timer.attempts as timer_sent, silence.missed, silence.last_step,
            coalesce(
              s.parked_because is not null
                or s.deadline_at < $8 - $9
                or (waits.state is not null and timer.message_id is null and s.updated_at < $8 - $10)
                or timer.last_error is not null
                or s.correlation_id in (select subject_id from outbox where last_error is not null and subject_id is not null order by created_at limit {{TroubleReport.Most}})
                or (s.endpoint, s.correlation_id) in (select letters.endpoint, letters.saga_id from letters)
                or s.correlation_id in (select saga_id from saga_requests where requested_at < $8 - $10),
              false) as needs_somebody
          from sagas s
          left join waits on waits.saga = s.saga and waits.state = s.current_state
          left join outbox timer on timer.token = s.deadline_token
          left join lateral (
            -- A deadline that passed sends the command again, and so does a pause that a fault began: the first timer after a word from the participant tells of no silence.
            select count(step.number) - (heard.number is not null)::int as missed, max(step.number) as last_step
            from (
              select max(number) as number from saga_timeline word
              where s.attempt > 1 and word.saga_type = waits.timeline and word.correlation_id = s.correlation_id and word.state_before = s.current_state
                and word.handled_at >= s.waiting_since and word.source = waits.participant
            ) heard
            left join lateral (
              select number from saga_timeline timed
              where s.attempt > 1 and timed.saga_type = waits.timeline and timed.correlation_id = s.correlation_id and timed.state_before = s.current_state
                and timed.handled_at >= s.waiting_since and timed.kind = 'TimerFired' and timed.number > coalesce(heard.number, 0)
            ) step on true
            group by heard.number
          ) silence on true
          ) looked_at
          where $7 is not null or needs_somebody or missed > 0
          order by needs_somebody desc, waiting_since, correlation_id
          limit $11
        )
        select s.saga, s.correlation_id, s.order_id, s.current_state, s.waiting_since, s.updated_at, s.deadline_at, s.attempt, s.parked_because, s.owed,
          s.timer_id, s.due_at, s.timer_sent, s.missed, s.last_step,
          failing.message_id, failing.message_type, failing.destination, failing.last_error, failing.attempts, failing.created_at,
          letters.dead_letter_id, letters.message_type, letters.reason, letters.fault_type, letters.attempts, letters.last_failed_at, letters.letters,
          unanswered.message_id, unanswered.message_type, unanswered.requested_at
        from suspects s
        left join letters on letters.endpoint = s.endpoint and letters.saga_id = s.correlation_id
        left join lateral (
          -- By its own index: through that of what fails, every suspect would read all that fails.
          select * from (
            select * from outbox where subject_id = s.correlation_id and due_at is null
            union all
            select * from outbox where message_id = s.timer_id
            offset 0
          ) message
          where last_error is not null
          order by created_at limit 1
        ) failing on true
        left join lateral (
          select * from saga_requests where saga_id = s.correlation_id and requested_at < $8 - $10 order by requested_at limit 1
        ) unanswered on true
        order by s.waiting_since, s.correlation_id
        """;

    // Timers of the sagas' endpoints that no saga under way waits for. Those that the reconciler armed name their saga in their body alone.
    readonly string _strays = $"""
        with types as (select * from unnest($1, $2) as type (saga, endpoint)),
        strays as (
          select types.saga, message_id, due_at, attempts,
            coalesce(subject_id, substring(encode(body, 'escape') from '"sagaId": *"({Id})"')::uuid) as saga_id
          from outbox timer join types on split_part(destination, '?', 1) = 'exchange:' || endpoint
          where token is not null and not exists (select from sagas_under_way waiting where waiting.deadline_token = timer.token)
          limit $3
        )
        select strays.saga, strays.saga_id, coalesce(known.order_id, strays.saga_id), known.current_state, known.waiting_since, known.updated_at, known.ended_at,
          strays.message_id, strays.due_at, strays.attempts
        from strays left join lateral (
          {string.Join(" union all ", types.Select(type => $"""
            select coalesce((to_jsonb(saga) ->> 'order_id')::uuid, correlation_id) as order_id, current_state, waiting_since, updated_at, ended_at
            from {type.Table} saga where correlation_id = strays.saga_id
            """))}
        ) known on true
        where strays.saga_id is not null
        """;

    /// <summary>All that are in trouble, the one that waits longest first; as many as the limit.</summary>
    public async Task<IReadOnlyList<TroubledSaga>> FindAsync(int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WithoutCompiling));
        batch.BatchCommands.Add(Suspects(sagaId: null, now, limit));
        batch.BatchCommands.Add(Strays(limit));
        var found = new Dictionary<Guid, SagaFacts>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var saga = TroubleRows.Suspect(reader);
            found[saga.SagaId] = saga;
        }

        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var stray = TroubleRows.Stray(reader);
            found[stray.SagaId] = found.TryGetValue(stray.SagaId, out var saga) ? saga with { StrayTimer = stray.StrayTimer } : stray;
        }

        return [.. found.Values.Select(saga => new TroubledSaga(saga, Diagnose(saga, now))).Where(saga => saga.Trouble.Kind != TroubleKind.Waiting).OrderBy(saga => (saga.Facts.Since, saga.Facts.SagaId))];
    }

    /// <summary>How one saga is doing; <c>null</c> when none of that id is under way.</summary>
    public async Task<TroubledSaga?> FindAsync(Guid sagaId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Suspects(sagaId, now, limit: 1));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var saga = TroubleRows.Suspect(reader);
        return new TroubledSaga(saga, Diagnose(saga, now));
    }

    Trouble Diagnose(SagaFacts saga, DateTimeOffset now) => Diagnosis.Of(saga, _types[saga.Saga], now, options.Value);

    internal NpgsqlBatchCommand Suspects(Guid? sagaId, DateTimeOffset now, int limit)
    {
        var waits = (from type in _types.Values from state in type.UnderWay let wait = type.WaitIn(state) where wait is not null select (type, state, wait)).ToList();
        var suspects = OfSagas(_suspects)
            .WithColumn(NpgsqlDbType.Text, waits, wait => wait.type.Name)
            .WithColumn(NpgsqlDbType.Text, waits, wait => wait.type.Kind)
            .WithColumn(NpgsqlDbType.Text, waits, wait => wait.state)
            .WithColumn(NpgsqlDbType.Text, waits, wait => wait.wait!.Participant);
        suspects.Parameters.Add(new NpgsqlParameter { Value = (object?)sagaId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        suspects.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = now });
        suspects.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.Grace });
        suspects.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = options.Value.LostAfter });
        suspects.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return suspects;
    }

    NpgsqlBatchCommand Strays(int limit)
    {
        var strays = OfSagas(_strays);
        strays.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return strays;
    }

    /// <summary>A statement that begins with the types of sagas and their endpoints.</summary>
    NpgsqlBatchCommand OfSagas(string sql)
    {
        var types = _types.Values.ToList();
        return new NpgsqlBatchCommand(sql).WithColumn(NpgsqlDbType.Text, types, type => type.Name).WithColumn(NpgsqlDbType.Text, types, type => type.Endpoint);
    }
}
