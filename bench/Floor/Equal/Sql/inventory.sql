-- Stock rows are locked in the order of their SKUs, so that of two orders with the same ones the second waits and neither is a deadlock's victim.
received as (
  insert into inbox (message_id, consumer_id) select message_id, '5232f29c-b255-01e4-2cfb-17b3ce48d61e' from arrived on conflict do nothing returning message_id
), fresh as materialized (
  select arrived.* from arrived join received using (message_id)
), line as materialized (
  select order_id, l.sku, l.quantity, l."unitPrice" from fresh, jsonb_to_recordset(lines) as l (sku text, quantity integer, "unitPrice" numeric)
), asked as materialized (
  select sku, sum(quantity) as quantity from line group by sku
), held as materialized (
  select stock.sku, stock.available, stock.reserved from stock join asked using (sku) order by stock.sku for update of stock
), taken as (
  update stock set available = held.available - asked.quantity, reserved = held.reserved + asked.quantity
  from held join asked using (sku) where stock.sku = held.sku
), reservation as (
  insert into reservations (order_id, saga_id, currency) select order_id, order_id, 'USD' from fresh
), reserved as (
  insert into reservation_lines (order_id, sku, quantity, unit_price) select order_id, sku, quantity, "unitPrice" from line
), movement as (
  insert into movements (sku, kind, quantity, order_id) select sku, 'reservation', quantity, order_id from line
), effect as (
  insert into effects (saga_id, step, intent, round, reply_type, reply, message_id, command_hash)
  select order_id, 'reserve-stock', 'do', 1, next_type, reply, message_id, command_hash from fresh
), sent as (
  insert into outbox (
    message_id, subject_id, destination, message_type, content_type, headers, properties, body, conversation_id, owner, leased_until)
  select next_id, order_id, destination, next_type, 'application/vnd.masstransit+json', headers, properties, body, conversation_id,
    '01a223bd-4094-7447-bc32-12454aebdb27', at + interval '10 s'
  from fresh
)
select message_id from fresh
