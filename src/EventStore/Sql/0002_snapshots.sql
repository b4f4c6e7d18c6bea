-- A cache of folded states: any row may be deleted at any time and is rebuilt from the events.
create table snapshots (
  stream   text        not null primary key,
  version  bigint      not null check (version > 0),
  data     jsonb       not null,
  stamp    text        not null,
  taken_at timestamptz not null,
  tenant   text        not null default 'default'
);
