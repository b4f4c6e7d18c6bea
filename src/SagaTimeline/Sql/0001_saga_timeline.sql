-- One row per saga instance that ever received a message: where its timeline ends. The row is also the timeline's lock.
--
-- A step is numbered and chained by the statement that writes it (an upsert of this row), not by whoever handles the message. So nothing about the
-- timeline has to be read beforehand, and a failed attempt that is recorded meanwhile cannot make a handler's transaction conflict: it only takes an
-- earlier number. The row is locked from that statement until the commit; it comes after the saga's own row and, when a transaction writes several, in
-- the order of the key, so that two transactions cannot wait for each other.
create table saga_timeline_heads (
  saga_type      text   not null,
  correlation_id uuid   not null,
  next_number    bigint not null constraint saga_timeline_heads_number check (next_number > 1),
  previous_hash  bytea  not null,
  last_hash      bytea  not null constraint saga_timeline_heads_hash check (octet_length(last_hash) = 32),
  tenant         text   not null default 'default',
  constraint saga_timeline_heads_pkey primary key (saga_type, correlation_id)
)
-- Only unindexed columns change, so an update that finds room on its page stays HOT.
with (fillfactor = 60);

-- One row per delivery to a saga, written by the transaction that handled it; a failed attempt's by one of its own, after the rollback.
-- saga_version is the revision that the delivery committed, and null when it committed none: every revision has exactly one step.
create table saga_timeline (
  saga_type       text        not null,
  correlation_id  uuid        not null,
  number          bigint      not null,
  recorded_at     timestamptz not null,
  kind            text        not null,
  state_before    text        null,
  state_after     text        null,
  saga_version    integer     null,
  message_type    text        not null,
  message_id      uuid        null,
  conversation_id uuid        null,
  source          text        null,
  attempt         integer     not null,
  redelivery      integer     not null,
  redelivered     boolean     not null,
  sent_at         timestamptz null,
  received_at     timestamptz not null,
  handled_at      timestamptz not null,
  reason          text        null,
  actor           text        null,
  details         jsonb       not null,
  trace_id        text        null,
  tenant          text        not null default 'default',
  previous_hash   bytea       not null,
  hash            bytea       not null,
  attempt_id      uuid        null,
  constraint saga_timeline_pkey primary key (saga_type, correlation_id, number),
  constraint saga_timeline_kind check (
    kind in ('ActedOn', 'Ignored', 'Duplicate', 'NoInstance', 'Failed', 'Conflicted', 'TimerFired', 'TimerLate')),
  constraint saga_timeline_chain check (octet_length(hash) = 32 and octet_length(previous_hash) = case number when 1 then 0 else 32 end)
);

-- A failed attempt is recorded again when the answer to the first time was lost, and then is there already. Its id is no part of the hash: it says nothing about
-- what happened.
create unique index saga_timeline_attempt on saga_timeline (attempt_id) where attempt_id is not null;

-- Append-only for the services: what is on a timeline stays there.
grant select, insert on saga_timeline to sagas_app;
grant select, insert, update (next_number, previous_hash, last_hash) on saga_timeline_heads to sagas_app;
