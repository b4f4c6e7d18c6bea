-- Goods of delivered orders that come back. A return's row is the lock that decides between its goods' arrival and its cancellation, and what became of the goods.
create table returns (
  return_id      uuid        not null constraint returns_pkey primary key,
  order_id       uuid        not null,
  state          text        not null default 'expected' constraint returns_state check (state in ('expected', 'cancelled', 'received', 'inspected')),
  -- The keys of the commands that still wait for a person: whose answer it is when the goods arrive, and when somebody has looked at them.
  receive_key    text        not null,
  inspect_key    text        null,
  tenant         text        not null default 'default',
  expected_at    timestamptz not null default now(),
  received_at    timestamptz null constraint returns_received check ((received_at is not null) = (state in ('received', 'inspected'))),
  restocked_at   timestamptz null constraint returns_restocked check (restocked_at is null or state = 'inspected'),
  written_off_at timestamptz null constraint returns_written_off check (written_off_at is null or state = 'inspected')
);

-- An order comes back once.
create unique index returns_order_id on returns (order_id) where state <> 'cancelled';

create table return_lines (
  return_id uuid    not null,
  sku       text    not null,
  quantity  integer not null constraint return_lines_quantity check (quantity > 0),
  sound     integer null,
  damaged   integer null,
  constraint return_lines_pkey primary key (return_id, sku),
  constraint return_lines_verdict check ((sound is null) = (damaged is null) and sound >= 0 and damaged >= 0 and sound + damaged = quantity)
);

create index return_lines_sku on return_lines (sku);

-- What came back and could not be sold again. Per SKU, and in every committed state:
--   available   = receipts + restocks - reservations + unreservations
--   written off = write-offs
-- and so receipts + restocks + write-offs = available + reserved + shipped + written off.
alter table stock add column written_off bigint not null default 0 constraint stock_written_off check (written_off >= 0);

alter table movements
  drop constraint movements_kind,
  add constraint movements_kind check (kind in ('receipt', 'reservation', 'unreservation', 'dispatch', 'restock', 'write-off'));

grant select, insert, update (state, inspect_key, received_at, restocked_at, written_off_at) on returns to sagas_app;
grant select, insert, update (sound, damaged) on return_lines to sagas_app;
grant update (written_off) on stock to sagas_app;
