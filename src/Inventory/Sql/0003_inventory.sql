-- The catalogue. It sets the price; an order never does. A discontinued product is sold while stock lasts.
create table products (
  sku          text           not null constraint products_pkey primary key,
  name         text           not null,
  unit_price   numeric(19, 4) not null constraint products_unit_price check (unit_price > 0),
  currency     text           not null constraint products_currency check (currency ~ '^[A-Z]{3}$'),
  discontinued boolean        not null default false,
  updated_at   timestamptz    not null default now()
);

-- What there is of each product: free, promised to an order, and gone. The checks are the last line against overselling: a statement that would
-- take more than there is fails as a whole.
-- Rows are changed all the time and never grow, so pages keep room for the next version beside the last.
create table stock (
  sku       text   not null constraint stock_pkey primary key constraint stock_product references products,
  available bigint not null default 0 constraint stock_available check (available >= 0),
  reserved  bigint not null default 0 constraint stock_reserved check (reserved >= 0),
  shipped   bigint not null default 0 constraint stock_shipped check (shipped >= 0)
) with (fillfactor = 50);

-- Goods that came in. The idempotency key makes a request that is sent again the same receipt.
create table receipts (
  receipt_id      uuid        not null constraint receipts_pkey primary key,
  sku             text        not null constraint receipts_stock references stock,
  quantity        integer     not null constraint receipts_quantity check (quantity > 0),
  idempotency_key text        null,
  tenant          text        not null default 'default',
  received_at     timestamptz not null default now(),
  constraint receipts_idempotency_key unique (tenant, idempotency_key)
);

-- With the quantity, so that what came in of a product is summed up without the table.
create index receipts_sku on receipts (sku) include (quantity);

-- What is, or was, promised to an order. Its row is the lock that decides between setting the goods free and shipping them: a reservation ends once.
create table reservations (
  order_id    uuid        not null constraint reservations_pkey primary key,
  saga_id     uuid        not null,
  state       text        not null default 'reserved' constraint reservations_state check (state in ('reserved', 'unreserved', 'shipped')),
  currency    text        not null,
  shipment_id uuid        null constraint reservations_shipment_id_key unique,
  tenant      text        not null default 'default',
  reserved_at timestamptz not null default now(),
  ended_at    timestamptz null,
  constraint reservations_end check ((state = 'reserved') = (ended_at is null)),
  constraint reservations_shipment check ((state = 'shipped') = (shipment_id is not null))
);

-- No foreign keys here and in movements: the only statements that write them take the sku from a stock row, and the order from a reservation, that they
-- hold locked. The primary key refuses an order that names a SKU twice.
create table reservation_lines (
  order_id   uuid           not null,
  sku        text           not null,
  quantity   integer        not null constraint reservation_lines_quantity check (quantity > 0),
  unit_price numeric(19, 4) not null,
  constraint reservation_lines_pkey primary key (order_id, sku)
);

-- Every change of a stock row, in the statement that makes it. Per SKU, and in every committed state:
--   available = receipts - reservations + unreservations
--   reserved  = reservations - unreservations - dispatches
--   shipped   = dispatches
-- and so receipts = available + reserved + shipped.
create table movements (
  movement_id bigint      not null generated always as identity constraint movements_pkey primary key,
  sku         text        not null,
  kind        text        not null constraint movements_kind check (kind in ('receipt', 'reservation', 'unreservation', 'dispatch')),
  quantity    integer     not null constraint movements_quantity check (quantity > 0),
  order_id    uuid        null constraint movements_order check ((kind = 'receipt') = (order_id is null)),
  tenant      text        not null default 'default',
  moved_at    timestamptz not null default now()
);

create index movements_sku on movements (sku, kind);

-- What the service may change is what its statements change: not which product a row is about, nor whose a reservation is.
grant select, insert, update (name, unit_price, currency, discontinued, updated_at) on products to sagas_app;
grant select, insert, update (available, reserved, shipped) on stock to sagas_app;
grant select, insert, update (state, shipment_id, ended_at) on reservations to sagas_app;
grant select, insert on receipts, reservation_lines, movements to sagas_app;
