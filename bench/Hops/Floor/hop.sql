-- One leg by hand: what handling a message writes, in one statement, one round trip and one commit. A repeat writes nothing.
-- $1 message id, $2 consumer id, $3 relay id, $4 leg, $5 now, $6 stream, $7 event id, $8 event data, $9 event metadata,
-- $10 timeline details, $11 next message id or null, $12 next message body
with received as (
  insert into inbox (message_id, consumer_id) values ($1, $2) on conflict do nothing returning message_id
), saga as (
  insert into relays as relay (correlation_id, version, current_state, leg, updated_at)
  select $3, 1, 'Running', $4, $5 from received
  on conflict (correlation_id) do update set version = relay.version + 1, leg = excluded.leg, updated_at = excluded.updated_at
  returning version
), head as (
  insert into streams as head (stream, version, last_hash, last_xid, created_at, updated_at)
  select $6, 1, sha256($8), pg_current_xact_id(), $5, $5 from received
  on conflict (stream) do update set
    version = head.version + 1, last_hash = sha256(head.last_hash || excluded.last_hash), last_xid = excluded.last_xid, updated_at = excluded.updated_at
  returning version, last_hash, last_xid
), event as (
  insert into events (xid, stream, version, event_id, type, schema_version, data, metadata, recorded_at, hash)
  select last_xid, $6, version, $7, 'leg-run', 1, convert_from($8, 'UTF8')::jsonb, $9, $5, last_hash from head
), timeline_head as (
  insert into saga_timeline_heads as head (saga_type, correlation_id, next_number, previous_hash, last_hash)
  select 'RelayState', $3, 2, '', sha256($8) from received
  on conflict (saga_type, correlation_id) do update set
    next_number = head.next_number + 1, previous_hash = head.last_hash, last_hash = sha256(head.last_hash || excluded.last_hash)
  returning next_number - 1 as number, previous_hash, last_hash
), step as (
  insert into saga_timeline (
    saga_type, correlation_id, number, recorded_at, kind, state_before, state_after, saga_version, message_type, message_id, attempt, redelivery,
    redelivered, received_at, handled_at, details, previous_hash, hash)
  select 'RelayState', $3, number, $5, 'ActedOn', 'Running', 'Running', saga.version, 'Baton', $1, 0, 0, false, $5, $5, $10, previous_hash, last_hash
  from timeline_head cross join saga
)
insert into outbox (message_id, subject_id, destination, message_type, content_type, headers, body, owner, leased_until)
select $11, $3, 'exchange:relays', 'urn:message:Baton', 'application/json', '{}', $12, $2, $5 + interval '10 s' from received where $11 is not null
