-- Whatever events can hold the archive can hold, so that a stream moves as it is: position and xid with it, because readers
-- of the global order have checkpoints made of them.
create table events_archive (like events including constraints including indexes);

comment on table events_archive is 'Events of streams that have ended, moved here as they were by archive_streams';

-- The head stays where it is. It keeps the stream's name taken and says that nothing goes behind it any more.
alter table streams add column archived_at timestamptz;

-- What readers read. A stream moves in one transaction, so one statement finds each event in exactly one of the two.
create view recorded_events as
select * from events
union all
select * from events_archive;

grant select on events_archive, recorded_events to sagas_app;

-- Moves those of the streams that are where their end was seen, and returns their names. A stream that has moved on since, or that
-- is archived already, stays as it is. The heads are locked in the order of their names, as everywhere: whoever appends at the
-- same time either commits first, and the stream has moved on, or waits and then finds it archived. The statement after the lock
-- has a snapshot of its own, for which the transaction must be read committed.
create function archive_streams(ended text[], versions bigint[]) returns setof text
language plpgsql security definer
as $$
declare
  chosen text[];
  events_due numeric;
  events_moved bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'archive_streams needs a transaction that is read committed' using errcode = 'invalid_transaction_state';
  end if;

  perform from streams where stream = any (ended) order by stream for update;

  select array_agg(s.stream), sum(s.version) into chosen, events_due
  from streams s
  join unnest(ended, versions) as seen (stream, version) on seen.stream = s.stream and seen.version = s.version
  where s.archived_at is null;

  with taken as (delete from events e where e.stream = any (chosen) returning e.*)
  insert into events_archive select * from taken;
  get diagnostics events_moved = row_count;

  if events_moved <> coalesce(events_due, 0) then
    raise exception 'The heads of % promise % events, and there are %', chosen, events_due, events_moved
      using errcode = 'data_corrupted', hint = 'Verify the streams. Nothing was moved.';
  end if;

  update streams set archived_at = clock_timestamp() where stream = any (chosen);
  return query select unnest(chosen);
end
$$;

revoke all on function archive_streams from public;

-- It runs with its owner's rights, so it looks for tables where it was made and nowhere else. The role that may run it, sagas_archiver,
-- has no other right. Where that role is made later, the same grant is given then.
do $$
begin
  execute format('alter function archive_streams set search_path = %I, pg_temp', current_schema());
  if exists (select from pg_roles where rolname = 'sagas_archiver') then
    grant execute on function archive_streams to sagas_archiver;
  end if;
end
$$;
