-- What each state machine did that sagas were begun with: a later release is compared with it while they are under way.
create table saga_definitions (
  saga        text        not null,
  hash        text        not null,
  definition  jsonb       not null,
  recorded_at timestamptz not null default now(),
  constraint saga_definitions_pkey primary key (saga, hash)
);

grant select, insert on saga_definitions to sagas_app;

-- The definition that the saga began with; null for those that are older.
alter table place_order_sagas add column definition_hash text null;
alter table return_order_sagas add column definition_hash text null;
