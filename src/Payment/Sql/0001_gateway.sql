-- The simulated gateway's own record. Its key is the caller's idempotency key: one key, one charge, for ever.
create table charges (
  key              text           not null constraint charges_pkey primary key,
  order_id         uuid           null,
  status           text           not null constraint charges_status check (status in ('captured', 'declined', 'refunded', 'voided')),
  amount           numeric(19, 4) null,
  currency         text           null,
  decline_reason   text           null,
  reference        text           null,
  refund_reference text           null,
  created_at       timestamptz    not null default now(),
  released_at      timestamptz    null,
  constraint charges_refund check ((status = 'refunded') = (refund_reference is not null)),
  constraint charges_amount check (status not in ('captured', 'refunded') or (amount > 0 and currency is not null and reference is not null))
);

create index charges_order_id on charges (order_id);

-- How often a key was refused service, for the token that simulates an outage.
create table outages (
  key      text    not null constraint outages_pkey primary key,
  attempts integer not null
);

grant select, insert, update on charges, outages to sagas_app;
