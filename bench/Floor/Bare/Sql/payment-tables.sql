create table payments (order_id uuid not null primary key, reference text not null, amount numeric(19, 4) not null);
create table inbox (message_id uuid not null primary key, handled_at timestamptz not null default now());
create table outbox (message_id uuid not null primary key, destination text not null, body bytea not null);
