-- A stream's head. Its row is the stream's lock: whoever appends moves it, and a reader that must not be
-- overtaken takes it FOR UPDATE. A stream without events has no row.
create table streams (
  stream     text        not null primary key check (stream like '_%-_%'),
  version    bigint      not null check (version > 0),
  last_hash  bytea       not null check (octet_length(last_hash) = 32),
  last_xid   xid8        not null,
  tenant     text        not null default 'default',
  created_at timestamptz not null,
  updated_at timestamptz not null
)
-- Only unindexed columns change, so an update that finds room on its page stays HOT.
with (fillfactor = 60);

comment on column streams.last_xid is 'events.xid of the last event';

create table events (
  position        bigint      not null generated always as identity,
  -- Global order is (xid, position). An append takes the greater of its own transaction id and the stream's last one,
  -- because a transaction may get its id first and the stream's lock second: the transaction id alone would put such
  -- an event before its predecessor. A logical restore makes transaction ids start anew: set xid and last_xid to 0 afterwards.
  xid             xid8        not null default pg_current_xact_id(),
  stream          text        not null,
  version         bigint      not null check (version > 0),
  event_id        uuid        not null,
  type            text        not null check (type <> ''),
  schema_version  int         not null check (schema_version > 0),
  data            jsonb       not null,
  personal        jsonb,
  salt            bytea,
  personal_digest bytea,
  metadata        jsonb       not null check (metadata ? 'actor'),
  tenant          text        not null default 'default',
  recorded_at     timestamptz not null,
  hash            bytea       not null check (octet_length(hash) = 32),

  constraint events_pkey primary key (stream, version),
  constraint events_event_id_key unique (event_id),
  constraint events_global_order_key unique (xid, position),
  -- Erasing a person drops value and salt together and keeps the digest, on which the hash chain rests.
  constraint events_personal_has_salt check ((personal is null) = (salt is null)),
  constraint events_personal_has_digest check (personal is null or personal_digest is not null)
);

-- The start-up gate lists the stored (type, schema_version) pairs by skipping through this index.
create index events_type_idx on events (type, schema_version);
