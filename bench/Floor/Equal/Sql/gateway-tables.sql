-- The gateway's own books.
create table charges (
  key              text           not null primary key,
  number           bigint         not null generated always as identity unique,
  outcome          text           not null check (outcome in ('captured', 'declined', 'voided')),
  amount           numeric(19, 4) null check (amount > 0),
  currency         text           null,
  decline_reason   text           null,
  reference        text           null unique,
  refund_reference text           null unique,
  recorded_at      timestamptz    not null default now(),
  released_at      timestamptz    null,
  check ((outcome = 'captured') = (reference is not null)),
  check ((outcome = 'declined') = (decline_reason is not null)),
  check (outcome <> 'voided' or (amount is null and released_at is not null)),
  check ((outcome = 'captured' and released_at is not null) = (refund_reference is not null))
);
