-- What this participant did, or refused to do, for sagas: one row per effect key, with the reply that every repeat of the command gets.
--
-- The primary key is what makes an effect happen once: whoever performs it inserts the row in the same commit, and a second one can't.
-- A row with intent 'undo' is the step's tombstone: from then on no command may perform the step, in whatever round it comes.
-- Rows are facts. The application inserts and reads them; it can neither change nor delete one.
create table effects (
  saga_id      uuid        not null,
  step         text        not null,
  intent       text        not null constraint effects_intent check (intent in ('do', 'undo')),
  round        integer     not null constraint effects_round check (round > 0),
  reply_type   text        not null,
  reply        jsonb       not null,
  message_id   uuid        not null,
  -- What the command asked for. A repeat asks for the same; another command under its key must not get its reply.
  command_hash bytea       not null constraint effects_command_hash check (octet_length(command_hash) = 32),
  tenant       text        not null default 'default',
  recorded_at  timestamptz not null default now(),
  constraint effects_pkey primary key (saga_id, step, intent, round)
);

grant select, insert on effects to sagas_app;
