create table shipments (
  shipment_id     uuid        not null primary key,
  order_id        uuid        not null,
  saga_id         uuid        not null,
  lines           jsonb       not null,
  ship_to         jsonb       null,
  country         text        not null,
  carrier         text        not null,
  tracking_number text        not null unique,
  status          text        not null default 'created',
  tenant          text        not null default 'default',
  created_at      timestamptz not null default now(),
  cancelled_at    timestamptz null,
  dispatched_at   timestamptz null,
  delivered_at    timestamptz null,
  unique (order_id, saga_id),
  check (status in ('created', 'cancelled', 'dispatched', 'delivered')),
  check ((status = 'cancelled') = (cancelled_at is not null)),
  check ((status in ('dispatched', 'delivered')) = (dispatched_at is not null)),
  check ((status = 'delivered') = (delivered_at is not null))
);

create unique index on shipments (order_id) where status <> 'cancelled';
create index on shipments (created_at) where status = 'created';
create index on shipments (dispatched_at) where status = 'dispatched';
