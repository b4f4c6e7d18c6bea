-- What lists and counts are answered from, made of the orders' events. A slot is a whole copy: queries read the live one, a rebuild fills the other.
-- Each table has both partitions for good, so that a rebuild needs no right to change the schema.
--
-- No row holds a name or an address: the fold leaves them out, as in snapshots.
create table order_summaries (
  slot            text          not null,
  order_id        uuid          not null,
  tenant          text          not null default 'default',
  customer_id     text          not null,
  status          text          not null,
  placed_at       timestamptz   not null,
  changed_at      timestamptz   not null,
  ended_at        timestamptz,
  total           numeric(19,4),
  currency        text,
  lines           jsonb         not null,
  carrier         text,
  tracking_number text,
  version         bigint        not null check (version > 0),
  state           jsonb         not null,
  constraint order_summaries_pkey primary key (slot, order_id)
) partition by list (slot);

comment on column order_summaries.version is 'The last event that is in it';
comment on column order_summaries.changed_at is 'When that was recorded; never earlier than the event before it';
comment on column order_summaries.state is 'The fold of the stream, which the next event is added to';

create table order_summaries_a partition of order_summaries for values in ('a') with (fillfactor = 70);
create table order_summaries_b partition of order_summaries for values in ('b') with (fillfactor = 70);

-- One for each kind of list, so that a page is read off the index however many orders there are. What they are ordered by never changes.
create index order_summaries_placed on order_summaries (placed_at desc, order_id desc);
create index order_summaries_customer on order_summaries (customer_id, placed_at desc, order_id desc);
create index order_summaries_status on order_summaries (status, placed_at desc, order_id desc);
create index order_summaries_customer_status on order_summaries (customer_id, status, placed_at desc, order_id desc);

-- Which status an order had from when to when.
create table order_status_history (
  slot       text        not null,
  order_id   uuid        not null,
  version    bigint      not null,
  tenant     text        not null default 'default',
  status     text        not null,
  entered_at timestamptz not null,
  left_at    timestamptz,
  constraint order_status_history_pkey primary key (slot, order_id, version),
  constraint order_status_history_forwards check (left_at >= entered_at)
) partition by list (slot);

comment on column order_status_history.version is 'The event that led into the status';

create table order_status_history_a partition of order_status_history for values in ('a');
create table order_status_history_b partition of order_status_history for values in ('b');
create index order_status_history_entered on order_status_history (entered_at, status);
create index order_status_history_left on order_status_history (left_at, status) where left_at is not null;

-- How many orders came into a status, and left it, in each hour (UTC): with what happened in the hour itself, the counts at any instant.
create table order_status_flows (
  slot    text        not null,
  hour    timestamptz not null,
  status  text        not null,
  entered bigint      not null,
  "left"  bigint      not null,
  constraint order_status_flows_pkey primary key (slot, hour, status)
) partition by list (slot);

create table order_status_flows_a partition of order_status_flows for values in ('a') with (fillfactor = 70);
create table order_status_flows_b partition of order_status_flows for values in ('b') with (fillfactor = 70);

-- By the day (UTC) on which the orders were placed, and the currency that the catalogue priced them in; an order counts from its reservation on.
create table customer_totals (
  slot        text          not null,
  customer_id text          not null,
  day         date          not null,
  currency    text          not null,
  tenant      text          not null default 'default',
  orders      bigint        not null,
  confirmed   bigint        not null,
  confirmed_total numeric(19,4) not null,
  refunded_total  numeric(19,4) not null,
  constraint customer_totals_pkey primary key (slot, tenant, customer_id, day, currency)
) partition by list (slot);

create table customer_totals_a partition of customer_totals for values in ('a') with (fillfactor = 70);
create table customer_totals_b partition of customer_totals for values in ('b') with (fillfactor = 70);

grant select, insert, update, delete on order_summaries, order_status_history, order_status_flows, customer_totals to sagas_app;

-- A rebuild empties the spare slot, without waiting for millions of rows to be deleted one by one. Nothing is in these tables that the events are not in.
grant truncate on order_summaries_a, order_summaries_b, order_status_history_a, order_status_history_b, order_status_flows_a, order_status_flows_b,
  customer_totals_a, customer_totals_b to sagas_app;
