-- One row per message that a consumer has handled. The primary key is what makes handling it again impossible: the row is inserted in the transaction
-- that the handling writes, and a second one waits for the first to commit, then finds it.
create table inbox (
  message_id  uuid        not null,
  consumer_id uuid        not null,
  handled_at  timestamptz not null default now(),
  constraint inbox_pkey primary key (message_id, consumer_id)
);

create index inbox_handled_at on inbox (handled_at);

-- One row per message that is to be sent, and per timer that is to fire.
--
-- leased_until says when a row may be sent by whoever finds it. Until then it belongs to `owner`, who holds it in memory and sends it right after the
-- commit. A timer is a row whose lease runs out when it is due. So one index and one condition serve delivery, recovery and timers.
-- A row is deleted when the broker has confirmed it; a timer's row, by the transaction that handles the timer or cancels it.
create table outbox (
  message_id      uuid        not null constraint outbox_pkey primary key,
  sequence        bigint      not null generated always as identity,
  subject_id      uuid        null,
  destination     text        not null,
  message_type    text        not null,
  content_type    text        not null,
  headers         jsonb       not null,
  properties      jsonb       null,
  body            bytea       not null,
  conversation_id uuid        null,
  correlation_id  uuid        null,
  initiator_id    uuid        null,
  request_id      uuid        null,
  expires_at      timestamptz null,
  due_at          timestamptz null,
  token           uuid        null,
  owner           uuid        not null,
  leased_until    timestamptz not null,
  attempts        integer     not null default 0,
  last_error      text        null,
  tenant          text        not null default 'default',
  created_at      timestamptz not null default now(),
  constraint outbox_timer_is_due check (token is null or due_at is not null)
);

create index outbox_leased_until on outbox (leased_until, sequence);
create index outbox_subject on outbox (subject_id, sequence) where subject_id is not null and due_at is null;
create unique index outbox_token_key on outbox (token) where token is not null;

grant select, insert, update, delete on inbox, outbox to sagas_app;
