-- A read model stands in two slots, a and b. Queries read the live one; the spare one is where a rebuild replays, and where the model that a rebuild
-- replaced is kept.
create table projections (
  projection         text        not null primary key,
  live_slot          text        not null default 'a' check (live_slot in ('a', 'b')),
  spare              text        not null default 'empty' check (spare in ('empty', 'building', 'kept')),
  rebuild_started_at timestamptz,
  rebuild_events     bigint,
  changed_at         timestamptz not null default now(),
  changed_by         text,
  change_reason      text
);

comment on column projections.rebuild_events is 'How many events there were when the rebuild began';

-- The streams fall into partitions by a hash of their names. Each has its own checkpoint, and at most one owner, who alone may move it.
create table projection_partitions (
  projection   text        not null references projections,
  slot         text        not null check (slot in ('a', 'b')),
  partition    int         not null,
  xid          xid8        not null default '0',
  position     bigint      not null default 0,
  events       bigint      not null default 0,
  owner        uuid,
  leased_until timestamptz,
  error        text,
  constraint projection_partitions_pkey primary key (projection, slot, partition),
  constraint projection_partitions_leased check ((owner is null) = (leased_until is null))
)
with (fillfactor = 50);

comment on column projection_partitions.events is 'Applied since the slot was empty';
comment on column projection_partitions.error is 'Why the partition stands still';

-- Who takes part, whether or not there was a partition left for him: everybody's share follows from their number.
create table projection_members (
  projection  text        not null references projections,
  slot        text        not null,
  member      uuid        not null,
  alive_until timestamptz not null,
  constraint projection_members_pkey primary key (projection, slot, member)
);

-- Events that could not be applied. While a row of a stream is open, the stream's later events wait with it: applied without their predecessor
-- they would make a state that never was.
create table projection_set_aside (
  id              bigint      not null generated always as identity primary key,
  projection      text        not null references projections,
  slot            text        not null,
  partition       int         not null,
  stream          text        not null,
  version         bigint      not null,
  type            text        not null,
  error           text        not null,
  attempts        int         not null default 1,
  failed_at       timestamptz not null default now(),
  next_attempt_at timestamptz,
  dismissed_at    timestamptz,
  decided_by      text,
  decision_reason text,
  constraint projection_set_aside_dismissed check (dismissed_at is null or next_attempt_at is null)
);

comment on column projection_set_aside.next_attempt_at is 'Null when a person has to decide';

create unique index projection_set_aside_open on projection_set_aside (projection, slot, stream) where dismissed_at is null;

grant select, insert, update on projections to sagas_app;
grant select, insert, update on projection_partitions to sagas_app;
grant select, insert, update, delete on projection_members, projection_set_aside to sagas_app;

-- Renews what a member owns, gives back what is more than its share, takes what is free, and returns what it owns then.
--
-- A lease that has run out is free. SKIP LOCKED: a row that is locked is being taken by another member, or its owner is about to commit and so not
-- dead. Two members may differ for a moment on how many they are, and so on the shares; they never own one partition both, because owning is
-- one column of one row. An owner that lost its lease notices when it moves the checkpoint, by the same column.
create function claim_projection_partitions(which text, at_slot text, me uuid, lease interval)
returns table (partition int, xid xid8, "position" bigint, members int)
language plpgsql
as $$
#variable_conflict use_column
declare
  alive int;
  before_me int;
  share int;
  total int;
  mine int;
  until timestamptz := clock_timestamp() + lease;
begin
  insert into projection_members as m (projection, slot, member, alive_until) values (which, at_slot, me, until)
  on conflict (projection, slot, member) do update set alive_until = excluded.alive_until;
  delete from projection_members m where (m.projection, m.slot, m.member) in (
    select d.projection, d.slot, d.member from projection_members d
    where d.projection = which and d.slot = at_slot and d.alive_until < clock_timestamp() - lease for update skip locked);

  select count(*), count(*) filter (where m.member < me) into alive, before_me
  from projection_members m where m.projection = which and m.slot = at_slot and m.alive_until >= clock_timestamp();
  select count(*), count(*) filter (where p.owner = me) into total, mine
  from projection_partitions p where p.projection = which and p.slot = at_slot;
  share := total / alive + (before_me < total % alive)::int;

  update projection_partitions p
  set owner = case when kept.place <= share then me end, leased_until = case when kept.place <= share then until end
  from (select k.partition, row_number() over (order by k.partition) as place from projection_partitions k
        where k.projection = which and k.slot = at_slot and k.owner = me) kept
  where p.projection = which and p.slot = at_slot and p.owner = me and p.partition = kept.partition;

  update projection_partitions p set owner = me, leased_until = until
  where p.projection = which and p.slot = at_slot and p.partition in (
    select f.partition from projection_partitions f
    where f.projection = which and f.slot = at_slot and (f.owner is null or f.leased_until < clock_timestamp())
    order by f.partition limit greatest(0, share - mine) for update skip locked);

  return query select p.partition, p.xid, p.position, alive
  from projection_partitions p where p.projection = which and p.slot = at_slot and p.owner = me order by p.partition;
end
$$;

grant execute on function claim_projection_partitions to sagas_app;
