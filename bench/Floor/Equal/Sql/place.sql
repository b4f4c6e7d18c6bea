-- A request: its key, the order's first event, the request itself until the saga has it, and the message.
received as (
  insert into idempotency_keys (tenant, key, request_hash, order_id)
  select 'default', key, request_hash, order_id from arrived on conflict do nothing returning order_id
), fresh as materialized (
  select arrived.* from arrived join received using (order_id)
), head as (
  insert into streams (stream, version, last_hash, last_xid, created_at, updated_at)
  select stream, 1, sha256(decode(repeat('00', 32), 'hex') || event_digest || personal_digest), pg_current_xact_id(), at, at from fresh
  returning stream, last_hash, last_xid
), event as (
  insert into events (xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, recorded_at, hash)
  select head.last_xid, stream, 1, event_id, 'order-placed', 3, event_data, personal, salt, personal_digest, event_metadata, at, head.last_hash
  from fresh join head using (stream)
), asked as (
  insert into saga_requests (message_id, saga_id, message_type, message) select next_id, order_id, next_type, request from fresh
), sent as (
  insert into outbox (
    message_id, subject_id, destination, message_type, content_type, headers, properties, body, conversation_id, owner, leased_until)
  select next_id, order_id, destination, next_type, 'application/vnd.masstransit+json', headers, properties, body, conversation_id,
    '01a223bd-4089-7da9-bd06-21507ff71aaf', at + interval '10 s'
  from fresh
)
select order_id from received
