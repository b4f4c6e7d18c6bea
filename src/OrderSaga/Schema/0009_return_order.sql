-- Requests go to the endpoint of the saga that is asked.
alter table saga_requests add column endpoint text not null default 'place-order';

-- All sagas that have not ended, whatever their type. A search goes through the tables' indexes of what is waited for, and merges them in their order.
create view sagas_under_way as
  select 'PlaceOrder' as saga, 'place-order' as endpoint, correlation_id, correlation_id as order_id, current_state, waiting_since, deadline_token, deadline_at, attempt, parked_because,
    array_remove(array[
      case when create_shipment_undo in ('Required', 'Issued', 'Failed') then 'create-shipment' end,
      case when capture_payment_undo in ('Required', 'Issued', 'Failed') then 'capture-payment' end,
      case when reserve_stock_undo in ('Required', 'Issued', 'Failed') then 'reserve-stock' end], null) as owed,
    updated_at
  from place_order_sagas where ended_at is null;

grant select on sagas_under_way to sagas_app;
