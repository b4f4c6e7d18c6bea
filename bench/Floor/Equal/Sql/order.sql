-- A message of an order. Saga and stream move only from the version before. Where they are elsewhere the answer has null for the id, which nobody can read: the floor has no
-- way back from there, and stops.
received as (
  insert into inbox (message_id, consumer_id) select message_id, '5232f29c-b255-01e4-2cfb-17b3ce48d61e' from arrived on conflict do nothing returning message_id
), fresh as materialized (
  select arrived.* from arrived join received using (message_id)
), answered as (
  delete from saga_requests using fresh where saga_requests.message_id = fresh.message_id and fresh.version = 1
), saga as (
  insert into place_order_sagas as saga (
    correlation_id, current_state, version, customer_id, lines, ship_to, payment_token, reserve_stock_round, capture_payment_round, create_shipment_round,
    undo_round, attempt, deadline_token, deadline_at, started_at, updated_at, ended_at, reserve_stock_undo, capture_payment_undo, create_shipment_undo,
    waiting_since, definition_hash)
  select
    order_id, state_after, version, customer_id, lines, ship_to, payment_token, 1, (version > 1)::int, (version > 2)::int,
    0, 1, timer_token, timer_due, at, at, case when version = 4 then at end,
    case when version < 4 then 'Required' else 'NotNeeded' end, case when version in (2, 3) then 'Required' else 'NotNeeded' end,
    case when version = 3 then 'Required' else 'NotNeeded' end, case when version < 4 then at end,
    '7cfa2ba28aa30c17a31a6e921db4c2427785542ea376a58288bfdfe9cd2231c8'
  from fresh
  on conflict (correlation_id) do update set
    current_state = excluded.current_state, version = excluded.version, payment_token = excluded.payment_token,
    capture_payment_round = excluded.capture_payment_round, create_shipment_round = excluded.create_shipment_round, deadline_token = excluded.deadline_token,
    deadline_at = excluded.deadline_at, updated_at = excluded.updated_at, ended_at = excluded.ended_at, reserve_stock_undo = excluded.reserve_stock_undo,
    capture_payment_undo = excluded.capture_payment_undo, create_shipment_undo = excluded.create_shipment_undo, waiting_since = excluded.waiting_since
  where saga.version = excluded.version - 1
  returning correlation_id
), head as (
  update streams as head set
    version = before.version + case when fresh.version = 4 then 2 else 1 end,
    last_hash = case when fresh.version = 4
      then sha256(sha256(before.last_hash || fresh.event_digest) || fresh.second_digest) else sha256(before.last_hash || fresh.event_digest) end,
    last_xid = greatest(before.last_xid, pg_current_xact_id()), updated_at = fresh.at
  from fresh join streams before on before.stream = fresh.stream
  where fresh.version > 1 and head.stream = fresh.stream and head.version = fresh.version - 1
  returning head.stream, head.last_xid, head.last_hash, before.version, sha256(before.last_hash || fresh.event_digest) as first_hash
), event as (
  insert into events (xid, stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash)
  select head.last_xid, stream, head.version + e.place, e.id, e.type, 1, e.data, event_metadata, at, e.hash
  from fresh join head using (stream) cross join lateral (values
    (1, event_id, event_type, event_data, head.first_hash), (2, second_id, 'order-confirmed', '{}', head.last_hash)) as e (place, id, type, data, hash)
  where e.id is not null
), timeline as (
  insert into saga_timeline_heads as head (saga_type, correlation_id, next_number, previous_hash, last_hash)
  select 'PlaceOrderState', order_id, 2, '', sha256(step_digest) from fresh
  on conflict (saga_type, correlation_id) do update set
    next_number = head.next_number + 1, previous_hash = head.last_hash, last_hash = sha256(head.last_hash || excluded.last_hash)
  returning correlation_id, next_number - 1 as number, previous_hash, last_hash
), step as (
  insert into saga_timeline (
    saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, saga_version, message_type, message_id, conversation_id, source, attempt,
    redelivery, redelivered, sent_at, received_at, handled_at, details, previous_hash, hash)
  select 'PlaceOrderState', order_id, number, at, 'ActedOn', state_before, state_after, version, message_type, message_id, conversation_id, source, 1,
    0, false, sent_at, at, at, step_details, previous_hash, last_hash
  from fresh join timeline on correlation_id = order_id
), disarmed as (
  delete from outbox using fresh where outbox.token = fresh.disarmed_token
), sent as (
  insert into outbox (
    message_id, subject_id, destination, message_type, content_type, headers, properties, body, conversation_id, initiator_id, due_at, token,
    owner, leased_until)
  select m.id, order_id, m.destination, m.type, 'application/vnd.masstransit+json', m.headers, m.properties, m.body, conversation_id, m.initiator, m.due, m.token,
    '01a223bd-4089-7da9-bd06-21507ff71aaf', coalesce(m.due, at + interval '10 s')
  from fresh cross join lateral (values
    (next_id, destination, next_type, headers, properties, body, order_id, null::timestamptz, null::uuid),
    (timer_id, 'exchange:floor-order', 'urn:message:Sagas.OrderSaga.PlaceOrder:StepDeadlinePassed', timer_headers, timer_properties, timer_body, null, timer_due, timer_token)
  ) as m (id, destination, type, headers, properties, body, initiator, due, token)
  where m.id is not null
)
select case when correlation_id is not null and (fresh.version = 1 or head.stream is not null) then message_id end
from fresh left join saga on correlation_id = order_id left join head using (stream)
