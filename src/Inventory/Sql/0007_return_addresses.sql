-- Where the answers go that wait for a person: to whoever asked. Those that were asked for before came from the saga of returns.
alter table returns
  add column receive_address text not null default 'exchange:return-order',
  add column inspect_address text null;

alter table returns alter column receive_address drop default;
update returns set inspect_address = receive_address where inspect_key is not null;

alter table returns add constraint returns_inspect_address check ((inspect_address is null) = (inspect_key is null));

grant update (inspect_address) on returns to sagas_app;
