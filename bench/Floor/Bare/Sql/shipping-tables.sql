create table shipments (order_id uuid not null primary key, shipment_id uuid not null, ship_to jsonb not null);
create table inbox (message_id uuid not null primary key, handled_at timestamptz not null default now());
create table outbox (message_id uuid not null primary key, destination text not null, body bytea not null);
