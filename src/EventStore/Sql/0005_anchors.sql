-- How far all streams had come on a day. An anchor covers the events after its predecessor up to (xid, position), all of which were
-- decided when it was taken, and its hash goes on from its predecessor's: to replace an event, or to cut a stream's end and mend its
-- head, is to replace every anchor since. The service adds anchors and can't change any.
create table stream_anchors (
  day      date        not null primary key,
  xid      xid8        not null,
  position bigint      not null,
  streams  bigint      not null check (streams >= 0),
  hash     bytea       not null check (octet_length(hash) = 32),
  taken_at timestamptz not null
);

comment on column stream_anchors.streams is 'Streams that got events since the anchor before';

grant select, insert on stream_anchors to sagas_app;
