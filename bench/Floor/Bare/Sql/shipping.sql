received as (
  insert into inbox (message_id) select message_id from arrived on conflict do nothing returning message_id
), fresh as materialized (
  select arrived.* from arrived join received using (message_id)
), shipped as (
  insert into shipments (order_id, shipment_id, ship_to) select order_id, shipment_id, ship_to from fresh
), sent as (
  insert into outbox (message_id, destination, body) select next_id, destination, body from fresh
)
select message_id from fresh
