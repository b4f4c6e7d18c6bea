-- A message of an order, in one statement. A repeat is not in received, and so writes nothing.
received as (
  insert into inbox (message_id) select message_id from arrived on conflict do nothing returning message_id
), fresh as materialized (
  select arrived.* from arrived join received using (message_id)
), moved as (
  insert into orders as o (order_id, state, version, customer_id, total, updated_at)
  select order_id, state, version, customer_id, total, at from fresh
  on conflict (order_id) do update set state = excluded.state, version = excluded.version, total = excluded.total, updated_at = excluded.updated_at
), sent as (
  insert into outbox (message_id, destination, body) select next_id, destination, body from fresh
)
select message_id from fresh
