create table payments (
  capture_key       text           not null primary key,
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
  check ((captured is null) = (capture_reference is null)),
  check ((refunded is null) = (refund_reference is null) and refunded <= captured),
  check (captured is null or (decline_reason is null and not voided))
);

create index on payments (order_id);
