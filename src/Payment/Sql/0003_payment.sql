-- What the gateway said about each capture key, for reading: the gateway's own books decide. A command records what it learnt, and only ever fills in what is
-- missing, so the row is the same whichever of a capture and its refund commits first.
create table payments (
  capture_key       text           not null constraint payments_pkey primary key,
  saga_id           uuid           not null,
  order_id          uuid           not null,
  currency          text           null,
  captured          numeric(19, 4) null,
  capture_reference text           null,
  refunded          numeric(19, 4) null,
  refund_reference  text           null,
  decline_reason    text           null,
  voided            boolean        not null default false,
  tenant            text           not null default 'default',
  recorded_at       timestamptz    not null default now(),
  updated_at        timestamptz    not null default now(),
  constraint payments_captured check ((captured is null) = (capture_reference is null)),
  constraint payments_refunded check ((refunded is null) = (refund_reference is null) and refunded <= captured),
  constraint payments_not_charged check (captured is null or (decline_reason is null and not voided))
);

create index payments_order_id on payments (order_id);

-- What a command learns is filled in; which capture, saga and order a row is about stays.
grant select, insert, update (currency, captured, capture_reference, refunded, refund_reference, decline_reason, voided, updated_at) on payments to sagas_app;
