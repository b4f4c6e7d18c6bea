-- Stock rows are locked in the order of their SKUs, so that of two orders with the same ones the second waits and neither is a deadlock's victim.
received as (
  insert into inbox (message_id) select message_id from arrived on conflict do nothing returning message_id
), fresh as materialized (
  select arrived.* from arrived join received using (message_id)
), asked as materialized (
  select line.sku, sum(line.quantity) as quantity from fresh, jsonb_to_recordset(fresh.lines) as line (sku text, quantity bigint) group by line.sku
), held as materialized (
  select stock.sku, stock.available, stock.reserved from stock join asked using (sku) order by stock.sku for update of stock
), taken as (
  update stock set available = held.available - asked.quantity, reserved = held.reserved + asked.quantity
  from held join asked using (sku) where stock.sku = held.sku
), reserved as (
  insert into reservations (order_id, lines) select order_id, lines from fresh
), sent as (
  insert into outbox (message_id, destination, body) select next_id, destination, body from fresh
)
select message_id from fresh
