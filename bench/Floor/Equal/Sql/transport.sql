-- Inbox and outbox, as every service has them.
create table inbox (
  message_id  uuid        not null,
  consumer_id uuid        not null,
  handled_at  timestamptz not null default now(),
  primary key (message_id, consumer_id)
);

create index on inbox (handled_at);

create table outbox (
  message_id      uuid        not null primary key,
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
  check (token is null or due_at is not null)
);

create index on outbox (leased_until, sequence);
create index on outbox (subject_id, sequence) where subject_id is not null and due_at is null;
create unique index on outbox (token) where token is not null;
create index on outbox (created_at) where last_error is not null;
