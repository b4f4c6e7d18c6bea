-- The simulated gateway's own books, in a database of its own, as a real gateway's would be. One row per key that it was ever asked about; its primary key
-- takes captures and releases of one key one after the other, and makes the first word the last.
create table charges (
  key              text           not null constraint charges_pkey primary key,
  number           bigint         not null generated always as identity constraint charges_number_key unique,
  outcome          text           not null constraint charges_outcome check (outcome in ('captured', 'declined', 'voided')),
  amount           numeric(19, 4) null constraint charges_amount check (amount > 0),
  currency         text           null,
  decline_reason   text           null,
  reference        text           null constraint charges_reference_key unique,
  refund_reference text           null constraint charges_refund_reference_key unique,
  recorded_at      timestamptz    not null default now(),
  released_at      timestamptz    null,
  constraint charges_captured check ((outcome = 'captured') = (reference is not null)),
  constraint charges_declined check ((outcome = 'declined') = (decline_reason is not null)),
  constraint charges_voided check (outcome <> 'voided' or (amount is null and released_at is not null)),
  constraint charges_refunded check ((outcome = 'captured' and released_at is not null) = (refund_reference is not null))
);

-- How often a key was tried with the token that simulates an outage.
create table outages (
  key      text    not null constraint outages_pkey primary key,
  attempts integer not null
);

-- The books: a charge stays what it was, and is released at most.
grant select, insert, update (released_at, refund_reference) on charges to sagas_app;
grant select, insert, update (attempts) on outages to sagas_app;
