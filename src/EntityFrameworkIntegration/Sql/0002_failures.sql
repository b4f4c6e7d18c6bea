-- One row per message that an endpoint could not handle, could not read, or had no use for. The row is written in one transaction with the message's Fault; only
-- then is the message acknowledged, so it is here or still with the broker.
--
-- A message that fails again after it was redriven, or that the broker delivers again because its acknowledgement was lost, opens its own row again: the key is
-- the endpoint and the original message id. Messages that could not be read may have no id; each of those is a row of its own.
create table dead_letters (
  dead_letter_id  uuid        not null constraint dead_letters_pkey primary key,
  endpoint        text        not null,
  message_id      uuid        null,
  message_type    text        not null,
  content_type    text        null,
  headers         jsonb       not null,
  body            bytea       not null,
  conversation_id uuid        null,
  correlation_id  uuid        null,
  reason          text        not null,
  consumer        text        null,
  fault_type      text        null,
  fault_message   text        null,
  fault_stack     text        null,
  fingerprint     text        not null,
  attempts        integer     not null,
  first_failed_at timestamptz not null,
  last_failed_at  timestamptz not null,
  status          text        not null default 'Open',
  decided_by      text        null,
  decided_because text        null,
  decided_at      timestamptz null,
  tenant          text        not null default 'default',
  constraint dead_letters_message_key unique (endpoint, message_id),
  constraint dead_letters_reason check (reason in ('Failed', 'Skipped', 'Unreadable')),
  constraint dead_letters_status check (status in ('Open', 'Redriven', 'Dismissed')),
  -- Nothing is decided without a name and a reason.
  constraint dead_letters_decided check (status = 'Open' or (decided_by is not null and decided_because is not null and decided_at is not null)),
  constraint dead_letters_attempts check (attempts > 0)
);

create index dead_letters_status_time on dead_letters (status, last_failed_at, dead_letter_id);
create index dead_letters_fingerprint on dead_letters (fingerprint, last_failed_at, dead_letter_id);

-- Rows of the outbox that could not be sent, the oldest first: few, so that asking for them costs nothing however long the outbox is.
create index outbox_failing on outbox (created_at) where last_error is not null;

grant select, insert, update, delete on dead_letters to sagas_app;
