-- What Payment knows of the gateway's doings: one row per key and thing that happened under it. Never changed; a refund is a row of its own.
create table payment_entries (
  gateway_key       text           not null,
  kind              text           not null constraint payment_entries_kind check (kind in ('captured', 'declined', 'refunded', 'voided')),
  order_id          uuid           not null,
  saga_id           uuid           not null,
  amount            numeric(19, 4) null,
  currency          text           null,
  gateway_reference text           null,
  reason            text           null,
  tenant            text           not null default 'default',
  recorded_at       timestamptz    not null default now(),
  constraint payment_entries_pkey primary key (gateway_key, kind),
  constraint payment_entries_amount check ((kind in ('captured', 'refunded')) = (amount is not null and currency is not null))
);

create index payment_entries_order_id on payment_entries (order_id);

grant select, insert on payment_entries to sagas_app;
