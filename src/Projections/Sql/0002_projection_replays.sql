-- A rebuild replays stream after stream, up to where the live slot was when it began, where a projection can do with that; this is how far it is. What comes behind that place, it reads in the
-- order of all events.
create table projection_replays (
  projection text   not null primary key references projections,
  xid        xid8   not null,
  position   bigint not null,
  stream     text   not null default '',
  version    bigint not null default 0
);

comment on column projection_replays.position is 'With xid: the last event that is replayed so';
comment on column projection_replays.version is 'With stream: the last event that has been';

grant select, insert, update, delete on projection_replays to sagas_app;
