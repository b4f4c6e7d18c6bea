create table stock (
  sku       text   not null primary key,
  available bigint not null check (available >= 0),
  reserved  bigint not null default 0
) with (fillfactor = 50);

create table reservations (order_id uuid not null primary key, lines jsonb not null);
create table inbox (message_id uuid not null primary key, handled_at timestamptz not null default now());
create table outbox (message_id uuid not null primary key, destination text not null, body bytea not null);
