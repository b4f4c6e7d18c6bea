-- Where the answers go that wait for a person: to whoever asked. Those that were asked for before came from the saga of returns, and so do those of the release
-- before this one, which may still be at work: hence the default, and an inspection without an address is answered where the receipt was.
alter table returns
  add column receive_address text not null default 'exchange:return-order',
  add column inspect_address text null;

update returns set inspect_address = receive_address where inspect_key is not null;

grant update (inspect_address) on returns to sagas_app;
