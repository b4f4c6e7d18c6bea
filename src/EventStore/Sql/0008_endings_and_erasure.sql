-- Only what has ended is archived. What an end is, the caller says, by the types of the events that are one; that each stream's last event is one of these is
-- checked here, with the heads locked, and one that is not keeps all of them where they are.
drop function archive_streams (text[], bigint[]);

-- Moves those of the streams that are where their end was seen, and returns their names. A stream that has moved on since, or that
-- is archived already, stays as it is. The heads are locked in the order of their names, as everywhere: whoever appends at the
-- same time either commits first, and the stream has moved on, or waits and then finds it archived. The statements after the lock
-- have snapshots of their own, for which the transaction must be read committed.
create function archive_streams(ended text[], versions bigint[], endings text[]) returns setof text
language plpgsql security definer
as $$
declare
  chosen text[];
  events_due numeric;
  events_moved bigint;
  going_on record;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'archive_streams needs a transaction that is read committed' using errcode = 'invalid_transaction_state';
  end if;

  perform from streams where stream = any (ended) order by stream for update;

  select array_agg(s.stream), sum(s.version) into chosen, events_due
  from streams s
  join unnest(ended, versions) as seen (stream, version) on seen.stream = s.stream and seen.version = s.version
  where s.archived_at is null;

  select e.stream, e.type into going_on
  from unnest(chosen) as c (stream)
  join streams s on s.stream = c.stream
  join events e on e.stream = s.stream and e.version = s.version
  where e.type <> all (endings)
  order by e.stream
  limit 1;
  if found then
    -- The stream's name goes where a client finds it without reading the message; a detail may hold data, and clients keep it back.
    raise exception 'Stream % has not ended: its last event is %', going_on.stream, going_on.type
      using errcode = 'object_not_in_prerequisite_state', constraint = going_on.stream, hint = 'Nothing was moved.';
  end if;

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

-- A stream that a person was erased from has no snapshot any more, and gets none: one that was folded before and is saved after would bring the person back.
alter table streams add column erased_at timestamptz;

-- Erases what is personal in the events of streams, archived or not, and the snapshots that were folded from it. The digests stay, and with them the hash chains.
-- The locks are those that a snapshot waits for when it is saved.
create function erase_personal_data(persons text[]) returns bigint
language plpgsql security definer
as $$
declare
  living bigint;
  archived bigint;
begin
  perform from streams where stream = any (persons) order by stream for update;
  update streams set erased_at = clock_timestamp() where stream = any (persons);
  update events set personal = null, salt = null where stream = any (persons) and personal is not null;
  get diagnostics living = row_count;
  update events_archive set personal = null, salt = null where stream = any (persons) and personal is not null;
  get diagnostics archived = row_count;
  delete from snapshots where stream = any (persons);
  return living + archived;
end
$$;

revoke all on function erase_personal_data from public;

-- They run with their owner's rights, so they look for tables where they were made and nowhere else. The role that may archive, sagas_archiver,
-- has no other right. Where that role is made later, the same grant is given then; the right to erase is given to nobody but the owner.
do $$
begin
  execute format('alter function archive_streams set search_path = %I, pg_temp', current_schema());
  execute format('alter function erase_personal_data set search_path = %I, pg_temp', current_schema());
  if exists (select from pg_roles where rolname = 'sagas_archiver') then
    grant execute on function archive_streams to sagas_archiver;
  end if;
end
$$;
