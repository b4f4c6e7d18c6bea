-- What makes the store append-only is that nobody who runs in production may do anything else. The roles sagas_owner
-- (runs this script, owns the tables) and sagas_app (the services) exist before it runs. Positions come from the
-- database alone; a head's tenant and birth never change.
grant select on events to sagas_app;
grant insert (xid, stream, version, event_id, type, schema_version, data, personal, salt, personal_digest, metadata, tenant,
  recorded_at, hash) on events to sagas_app;

grant select, insert, update (version, last_hash, last_xid, updated_at) on streams to sagas_app;

grant select, insert, update, delete on snapshots to sagas_app;
