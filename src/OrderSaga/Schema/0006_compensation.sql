-- The compensation ledger: how each step's undo stands. A saga that is under way when this runs gets the ledger that its state implies: a step that was started
-- has to be undone, except what lies behind the undo that is being asked for.
alter table place_order_sagas
  add column definition_version   integer     not null default 1,
  add column reserve_stock_undo   text        not null default 'NotNeeded',
  add column capture_payment_undo text        not null default 'NotNeeded',
  add column create_shipment_undo text        not null default 'NotNeeded',
  add column waiting_since        timestamptz null;

update place_order_sagas set
  waiting_since = updated_at,
  create_shipment_undo = case
    when create_shipment_round = 0 then 'NotNeeded'
    when current_state = 'CreatingShipment' then 'Required'
    when current_state = 'CancellingShipment' then 'Issued'
    when parked_because like 'The undo of CreateShipment %' then 'Failed'
    else 'Confirmed' end,
  capture_payment_undo = case
    when capture_payment_round = 0 then 'NotNeeded'
    when current_state in ('CapturingPayment', 'CreatingShipment', 'CancellingShipment') or parked_because like 'The undo of CreateShipment %' then 'Required'
    when current_state = 'RefundingPayment' then 'Issued'
    when parked_because like 'The undo of CapturePayment %' then 'Failed'
    else 'Confirmed' end,
  reserve_stock_undo = case
    when current_state = 'UnreservingStock' then 'Issued'
    when parked_because like 'The undo of ReserveStock %' then 'Failed'
    else 'Required' end
where ended_at is null;

update place_order_sagas set
  reserve_stock_undo = 'Confirmed',
  capture_payment_undo = case when capture_payment_round = 0 then 'NotNeeded' else 'Confirmed' end,
  create_shipment_undo = case when create_shipment_round = 0 then 'NotNeeded' else 'Confirmed' end
where current_state = 'Cancelled';

-- The promise about endings, kept by the database: a cancelled order owes no undo, and a confirmed one has nothing to undo.
alter table place_order_sagas
  add constraint place_order_sagas_undos check (
    reserve_stock_undo in ('NotNeeded', 'Required', 'Issued', 'Confirmed', 'Failed', 'Waived')
    and capture_payment_undo in ('NotNeeded', 'Required', 'Issued', 'Confirmed', 'Failed', 'Waived')
    and create_shipment_undo in ('NotNeeded', 'Required', 'Issued', 'Confirmed', 'Failed', 'Waived')),
  add constraint place_order_sagas_cancelled_owes_nothing check (
    current_state <> 'Cancelled'
    or (reserve_stock_undo in ('NotNeeded', 'Confirmed', 'Waived')
      and capture_payment_undo in ('NotNeeded', 'Confirmed', 'Waived')
      and create_shipment_undo in ('NotNeeded', 'Confirmed', 'Waived'))),
  add constraint place_order_sagas_confirmed_undoes_nothing check (
    current_state <> 'Confirmed'
    or (reserve_stock_undo = 'NotNeeded' and capture_payment_undo = 'NotNeeded' and create_shipment_undo = 'NotNeeded')),
  add constraint place_order_sagas_waits_since check (waiting_since is not null or ended_at is not null);

-- What is waited for, stalest first.
drop index place_order_sagas_waiting;
create index place_order_sagas_waiting on place_order_sagas (waiting_since, correlation_id) where ended_at is null;
