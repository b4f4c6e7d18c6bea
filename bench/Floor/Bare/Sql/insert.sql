-- The least that taking an order can cost: one row.
received as (
  insert into idempotency_keys (key, order_id) select key, order_id from arrived on conflict do nothing returning order_id
)
select order_id from received
