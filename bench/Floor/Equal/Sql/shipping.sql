received as (
  insert into inbox (message_id, consumer_id) select message_id, '5232f29c-b255-01e4-2cfb-17b3ce48d61e' from arrived on conflict do nothing returning message_id
), fresh as materialized (
  select arrived.* from arrived join received using (message_id)
), shipped as (
  insert into shipments (shipment_id, order_id, saga_id, lines, ship_to, country, carrier, tracking_number)
  select shipment_id, order_id, order_id, lines, ship_to, country, carrier, tracking_number from fresh
), effect as (
  insert into effects (saga_id, step, intent, round, reply_type, reply, message_id, command_hash)
  select order_id, 'create-shipment', 'do', 1, next_type, reply, message_id, command_hash from fresh
), sent as (
  insert into outbox (
    message_id, subject_id, destination, message_type, content_type, headers, properties, body, conversation_id, owner, leased_until)
  select next_id, order_id, destination, next_type, 'application/vnd.masstransit+json', headers, properties, body, conversation_id,
    '01a223bd-408e-7f2f-8104-b2b2366de7f8', at + interval '10 s'
  from fresh
)
select message_id from fresh
