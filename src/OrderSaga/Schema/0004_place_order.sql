-- The PlaceOrder saga: one row per order, kept after the end. What happened to the order is in its stream; here is what the saga needs to go on.
create table place_order_sagas (
  correlation_id        uuid        not null constraint place_order_sagas_pkey primary key,
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
  constraint place_order_sagas_ended check ((ended_at is not null) = (current_state in ('Confirmed', 'Cancelled'))),
  constraint place_order_sagas_parked check ((parked_because is not null) or current_state <> 'Parked')
)
-- Rows are updated in place many times in a short life: room on the page keeps those updates off the indexes.
with (fillfactor = 60);

create index place_order_sagas_waiting on place_order_sagas (current_state, updated_at) where ended_at is null;

-- What an Idempotency-Key was first used for. The row is written in the request's own transaction, so a simultaneous request with the same key waits for it.
create table idempotency_keys (
  tenant       text        not null,
  key          text        not null,
  request_hash bytea       not null,
  order_id     uuid        not null,
  created_at   timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (tenant, key),
  constraint idempotency_keys_length check (length(key) between 1 and 200)
);

create index idempotency_keys_created_at on idempotency_keys (created_at);

grant select, insert, update on place_order_sagas to sagas_app;
grant select, insert, delete on idempotency_keys to sagas_app;

-- What clients and operators asked of a saga and no saga has answered yet. Written with the request, deleted by the transaction that handles its message; the
-- reconciler sends what stays here again, under the same message id. This is what makes a transport that forgets safe.
create table saga_requests (
  message_id   uuid        not null constraint saga_requests_pkey primary key,
  saga_id      uuid        not null,
  message_type text        not null,
  message      jsonb       not null,
  tenant       text        not null default 'default',
  requested_at timestamptz not null default now()
);

create index saga_requests_requested_at on saga_requests (requested_at);
create index saga_requests_saga on saga_requests (saga_id);

grant select, insert, delete on saga_requests to sagas_app;
