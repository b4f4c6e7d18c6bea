create table idempotency_keys (
  tenant       text        not null,
  key          text        not null,
  request_hash bytea       not null,
  order_id     uuid        not null,
  created_at   timestamptz not null default now(),
  primary key (tenant, key),
  check (length(key) between 1 and 200)
);

create index on idempotency_keys (created_at);

create table saga_requests (
  message_id   uuid        not null primary key,
  saga_id      uuid        not null,
  message_type text        not null,
  message      jsonb       not null,
  tenant       text        not null default 'default',
  requested_at timestamptz not null default now()
);

create index on saga_requests (requested_at);
create index on saga_requests (saga_id);

create table place_order_sagas (
  correlation_id        uuid        not null primary key,
  current_state         text        not null,
  version               integer     not null,
  customer_id           text        not null,
  lines                 jsonb       not null,
  ship_to               jsonb       null,
  payment_token         text        null,
  reserve_stock_round   integer     not null,
  capture_payment_round integer     not null,
  create_shipment_round integer     not null,
  undo_round            integer     not null,
  attempt               integer     not null,
  deadline_token        uuid        null,
  deadline_at           timestamptz null,
  parked_because        text        null,
  tenant                text        not null default 'default',
  started_at            timestamptz not null,
  updated_at            timestamptz not null,
  ended_at              timestamptz null,
  definition_version    integer     not null default 1,
  reserve_stock_undo    text        not null default 'NotNeeded',
  capture_payment_undo  text        not null default 'NotNeeded',
  create_shipment_undo  text        not null default 'NotNeeded',
  waiting_since         timestamptz null,
  definition_hash       text        null,
  called_off_because    text        null,
  check ((ended_at is not null) = (current_state in ('Confirmed', 'Cancelled'))),
  check (parked_because is not null or current_state <> 'Parked'),
  check (
    reserve_stock_undo in ('NotNeeded', 'Required', 'Issued', 'Confirmed', 'Failed', 'Waived')
    and capture_payment_undo in ('NotNeeded', 'Required', 'Issued', 'Confirmed', 'Failed', 'Waived')
    and create_shipment_undo in ('NotNeeded', 'Required', 'Issued', 'Confirmed', 'Failed', 'Waived')),
  check (
    current_state <> 'Cancelled'
    or (reserve_stock_undo in ('NotNeeded', 'Confirmed', 'Waived')
      and capture_payment_undo in ('NotNeeded', 'Confirmed', 'Waived')
      and create_shipment_undo in ('NotNeeded', 'Confirmed', 'Waived'))),
  check (
    current_state <> 'Confirmed'
    or (reserve_stock_undo = 'NotNeeded' and capture_payment_undo = 'NotNeeded' and create_shipment_undo = 'NotNeeded')),
  check (waiting_since is not null or ended_at is not null)
) with (fillfactor = 60);

create index on place_order_sagas (current_state, definition_version, waiting_since, correlation_id) where ended_at is null;
create index on place_order_sagas (current_state, definition_version, deadline_at, correlation_id) where ended_at is null and deadline_at is not null;
create index on place_order_sagas (current_state, definition_version, parked_because, waiting_since, correlation_id)
  where ended_at is null and parked_because is not null;
create index on place_order_sagas (customer_id, current_state, definition_version, waiting_since, correlation_id) where ended_at is null;
create index on place_order_sagas (current_state, definition_version, ended_at, correlation_id) where ended_at is not null;
create index on place_order_sagas (customer_id, current_state, definition_version, ended_at, correlation_id) where ended_at is not null;
create index on place_order_sagas (called_off_because, current_state, definition_version, ended_at, correlation_id)
  where ended_at is not null and called_off_because is not null;

create table streams (
  stream      text        not null primary key check (stream like '_%-_%'),
  version     bigint      not null check (version > 0),
  last_hash   bytea       not null check (octet_length(last_hash) = 32),
  last_xid    xid8        not null,
  tenant      text        not null default 'default',
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  archived_at timestamptz null
) with (fillfactor = 60);

create table events (
  position        bigint      not null generated always as identity,
  xid             xid8        not null,
  stream          text        not null,
  version         bigint      not null check (version > 0),
  event_id        uuid        not null unique,
  type            text        not null check (type <> ''),
  schema_version  int         not null check (schema_version > 0),
  data            jsonb       not null,
  personal        jsonb       null,
  salt            bytea       null,
  personal_digest bytea       null,
  metadata        jsonb       not null check (metadata ? 'actor'),
  tenant          text        not null default 'default',
  recorded_at     timestamptz not null,
  hash            bytea       not null check (octet_length(hash) = 32),
  primary key (stream, version),
  unique (xid, position),
  check ((personal is null) = (salt is null)),
  check (personal is null or personal_digest is not null)
);

create index on events (type, schema_version);
create index on events (tenant, xid, position) where tenant <> 'default';

create table saga_timeline_heads (
  saga_type      text   not null,
  correlation_id uuid   not null,
  next_number    bigint not null check (next_number > 1),
  previous_hash  bytea  not null,
  last_hash      bytea  not null check (octet_length(last_hash) = 32),
  tenant         text   not null default 'default',
  primary key (saga_type, correlation_id)
) with (fillfactor = 60);

create table saga_timeline (
  saga_type       text        not null,
  correlation_id  uuid        not null,
  number          bigint      not null,
  recorded_at     timestamptz not null,
  kind            text        not null check (
    kind in ('ActedOn', 'Ignored', 'Duplicate', 'NoInstance', 'Failed', 'Conflicted', 'TimerFired', 'TimerLate')),
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
  primary key (saga_type, correlation_id, number),
  check (octet_length(hash) = 32 and octet_length(previous_hash) = case number when 1 then 0 else 32 end)
);

create unique index on saga_timeline (attempt_id) where attempt_id is not null;
