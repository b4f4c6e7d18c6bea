create table stock (
  sku         text   not null primary key,
  available   bigint not null default 0 check (available >= 0),
  reserved    bigint not null default 0 check (reserved >= 0),
  shipped     bigint not null default 0 check (shipped >= 0),
  written_off bigint not null default 0 check (written_off >= 0)
) with (fillfactor = 50);

create table reservations (
  order_id    uuid        not null primary key,
  saga_id     uuid        not null,
  state       text        not null default 'reserved' check (state in ('reserved', 'unreserved', 'shipped')),
  currency    text        not null,
  shipment_id uuid        null unique,
  tenant      text        not null default 'default',
  reserved_at timestamptz not null default now(),
  ended_at    timestamptz null,
  check ((state = 'reserved') = (ended_at is null)),
  check ((state = 'shipped') = (shipment_id is not null))
);

create table reservation_lines (
  order_id   uuid           not null,
  sku        text           not null,
  quantity   integer        not null check (quantity > 0),
  unit_price numeric(19, 4) not null,
  primary key (order_id, sku)
);

create table movements (
  movement_id bigint      not null generated always as identity primary key,
  sku         text        not null,
  kind        text        not null check (kind in ('receipt', 'reservation', 'unreservation', 'dispatch', 'restock', 'write-off')),
  quantity    integer     not null check (quantity > 0),
  order_id    uuid        null check ((kind = 'receipt') = (order_id is null)),
  tenant      text        not null default 'default',
  moved_at    timestamptz not null default now()
);

create index on movements (sku, kind);
