received as (
  insert into inbox (message_id) select message_id from arrived on conflict do nothing returning message_id
), fresh as materialized (
  select arrived.* from arrived join received using (message_id)
), paid as (
  insert into payments (order_id, reference, amount) select order_id, reference, amount from fresh
), sent as (
  insert into outbox (message_id, destination, body) select next_id, destination, body from fresh
)
select message_id from fresh
