-- What it takes to run orders and no more: who asked, how far each is, what has been handled, what is to be sent.
create table idempotency_keys (
  key      text not null primary key,
  order_id uuid not null
);

create table orders (
  order_id    uuid        not null primary key,
  state       text        not null,
  version     integer     not null,
  customer_id text        not null,
  total       numeric(19, 4) not null,
  updated_at  timestamptz not null
) with (fillfactor = 60);

create table inbox (message_id uuid not null primary key, handled_at timestamptz not null default now());
create table outbox (message_id uuid not null primary key, destination text not null, body bytea not null);
