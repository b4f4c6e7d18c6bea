-- One row per shipment. Its row lock decides between dispatching a shipment and cancelling it: whoever changes the status first has decided.
create table shipments (
  shipment_id     uuid        not null constraint shipments_pkey primary key,
  order_id        uuid        not null,
  saga_id         uuid        not null,
  lines           jsonb       not null,
  ship_to         jsonb       null,
  country         text        not null,
  carrier         text        not null,
  tracking_number text        not null constraint shipments_tracking_number_key unique,
  status          text        not null default 'created',
  tenant          text        not null default 'default',
  created_at      timestamptz not null default now(),
  cancelled_at    timestamptz null,
  dispatched_at   timestamptz null,
  delivered_at    timestamptz null,
  constraint shipments_saga_key unique (order_id, saga_id),
  constraint shipments_status check (status in ('created', 'cancelled', 'dispatched', 'delivered')),
  constraint shipments_cancelled check ((status = 'cancelled') = (cancelled_at is not null)),
  constraint shipments_dispatched check ((status in ('dispatched', 'delivered')) = (dispatched_at is not null)),
  constraint shipments_delivered check ((status = 'delivered') = (delivered_at is not null))
);

-- An order has one shipment that counts.
create unique index shipments_order_id on shipments (order_id) where status <> 'cancelled';

-- What the simulated carrier looks for: parcels that wait to be picked up, and those on their way.
create index shipments_waiting on shipments (created_at) where status = 'created';
create index shipments_travelling on shipments (dispatched_at) where status = 'dispatched';

-- The service moves a shipment on and changes nothing else of it.
grant select, insert, update (status, cancelled_at, dispatched_at, delivered_at) on shipments to sagas_app;
