-- All events of one tenant, in their order. Where everything belongs to the tenant 'default', no append pays for it.
create index events_tenant_idx on events (tenant, xid, position) where tenant <> 'default';
create index events_archive_tenant_idx on events_archive (tenant, xid, position) where tenant <> 'default';
