-- A request: the key that makes it one, and the message that begins the order.
received as (
  insert into idempotency_keys (key, order_id) select key, order_id from arrived on conflict do nothing returning order_id
), sent as (
  insert into outbox (message_id, destination, body) select next_id, destination, body from arrived join received using (order_id)
)
select order_id from received
