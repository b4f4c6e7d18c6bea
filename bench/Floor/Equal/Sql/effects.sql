-- What a participant did, with the reply that a repeat of the command gets.
create table effects (
  saga_id      uuid        not null,
  step         text        not null,
  intent       text        not null check (intent in ('do', 'undo')),
  round        integer     not null check (round > 0),
  reply_type   text        not null,
  reply        jsonb       not null,
  message_id   uuid        not null,
  command_hash bytea       not null check (octet_length(command_hash) = 32),
  tenant       text        not null default 'default',
  recorded_at  timestamptz not null default now(),
  primary key (saga_id, step, intent, round)
);
