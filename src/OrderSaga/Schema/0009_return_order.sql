-- The ReturnOrder saga: one row per return, kept after the end. What happened to the return is in its order's stream; here is what the saga needs to go on.
create table return_order_sagas (
  correlation_id        uuid        not null constraint return_order_sagas_pkey primary key,
  order_id              uuid        not null,
  current_state         text        not null,
  version               integer     not null,
  customer_id           text        not null,
  lines                 jsonb       not null,
  amount                jsonb       null,
  definition_version    integer     not null default 1,
  receive_return_round  integer     not null,
  inspect_return_round  integer     not null,
  restock_goods_round   integer     not null,
  write_off_goods_round integer     not null,
  refund_return_round   integer     not null,
  receive_return_undo   text        not null default 'NotNeeded',
  undo_round            integer     not null,
  attempt               integer     not null,
  waiting_since         timestamptz null,
  deadline_token        uuid        null,
  deadline_at           timestamptz null,
  parked_because        text        null,
  parked_step           text        null,
  tenant                text        not null default 'default',
  started_at            timestamptz not null,
  updated_at            timestamptz not null,
  ended_at              timestamptz null,
  constraint return_order_sagas_ended check ((ended_at is not null) = (current_state in ('Completed', 'Rejected'))),
  constraint return_order_sagas_parked check ((parked_because is not null) or current_state <> 'Parked'),
  constraint return_order_sagas_waits_since check (waiting_since is not null or ended_at is not null),
  constraint return_order_sagas_undos check (receive_return_undo in ('NotNeeded', 'Required', 'Issued', 'Confirmed', 'Failed', 'Waived')),
  constraint return_order_sagas_parked_step check (parked_step in ('InspectReturn', 'RestockGoods', 'WriteOffGoods', 'RefundReturn')),
  -- The promise about endings, kept by the database: a rejected return awaits no goods, a completed one was paid back, and neither owes anything.
  constraint return_order_sagas_rejected_owes_nothing check (
    current_state <> 'Rejected' or (receive_return_undo in ('NotNeeded', 'Confirmed', 'Waived') and refund_return_round = 0)),
  constraint return_order_sagas_completed_is_refunded check (
    current_state <> 'Completed' or (receive_return_undo = 'NotNeeded' and refund_return_round > 0)),
  constraint return_order_sagas_ended_owes_nothing check (ended_at is null or parked_step is null)
)
with (fillfactor = 60);

create index return_order_sagas_waiting on return_order_sagas (waiting_since, correlation_id) where ended_at is null;
create index return_order_sagas_order on return_order_sagas (order_id);

grant select, insert, update on return_order_sagas to sagas_app;

-- Requests go to the endpoint of the saga that is asked.
alter table saga_requests add column endpoint text not null default 'place-order';

-- The sagas that have not ended, one view for each type with the same columns: a search reads the index of what is waited for in its order. All types together, which
-- can't be read in an order, are for the reconciler.
create view place_order_sagas_under_way as
  select 'PlaceOrder' as saga, 'place-order' as endpoint, correlation_id, correlation_id as order_id, current_state, waiting_since, deadline_token, deadline_at, attempt, parked_because,
    array_remove(array[
      case when create_shipment_undo in ('Required', 'Issued', 'Failed') then 'create-shipment' end,
      case when capture_payment_undo in ('Required', 'Issued', 'Failed') then 'capture-payment' end,
      case when reserve_stock_undo in ('Required', 'Issued', 'Failed') then 'reserve-stock' end], null) as owed,
    updated_at
  from place_order_sagas where ended_at is null;

create view return_order_sagas_under_way as
  select 'ReturnOrder' as saga, 'return-order' as endpoint, correlation_id, order_id, current_state, waiting_since, deadline_token, deadline_at, attempt, parked_because,
    array_remove(array[
      case parked_step
        when 'InspectReturn' then 'inspect-return' when 'RestockGoods' then 'restock-goods'
        when 'WriteOffGoods' then 'write-off-goods' when 'RefundReturn' then 'refund-return' end,
      case when receive_return_undo in ('Required', 'Issued', 'Failed') then 'receive-return' end], null) as owed,
    updated_at
  from return_order_sagas where ended_at is null;

create view sagas_under_way as select * from place_order_sagas_under_way union all select * from return_order_sagas_under_way;

grant select on place_order_sagas_under_way, return_order_sagas_under_way, sagas_under_way to sagas_app;
