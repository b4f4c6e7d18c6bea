-- Searching among all sagas reads the rows of one page, and no others. For that each index below begins with what a search fixes and ends in the order of the list.
-- A search that leaves the state or the version open merges the ranges of those that there are, which are few.
--
-- What it costs: a saga under way gets a new entry in each index of those under way whenever it goes on, because since when it waits is in all of them; the index of what is
-- waiting has made every such update one that is not HOT before. The indexes of what has ended get one entry in a saga's life, those of parked ones one for each time that
-- it is parked, and those by reason one for each saga that was called off.

-- Why a saga was called off: in its order's stream too, and here to be found by.
alter table place_order_sagas add column called_off_because text null;
alter table return_order_sagas add column called_off_because text null;

update place_order_sagas saga set called_off_because = event.data ->> 'reason'
from recorded_events event
where saga.current_state = 'Cancelled' and event.stream = 'order-' || saga.correlation_id and event.type = 'order-cancelled';

update return_order_sagas saga set called_off_because = event.data ->> 'reason'
from recorded_events event
where saga.current_state = 'Rejected' and event.stream = 'order-' || saga.order_id and event.type = 'order-return-rejected'
  and (event.data ->> 'returnId')::uuid = saga.correlation_id;

-- All that are under way, and those of a state, of a version, or of both: ?state=, ?definitionVersion=
drop index place_order_sagas_waiting;
drop index return_order_sagas_waiting;
create index place_order_sagas_by_state on place_order_sagas (current_state, definition_version, waiting_since, correlation_id) where ended_at is null;
create index return_order_sagas_by_state on return_order_sagas (current_state, definition_version, waiting_since, correlation_id) where ended_at is null;

-- Those whose deadline has passed, the one that is overdue longest first: ?overdue=true, with or without state and version.
create index place_order_sagas_by_deadline on place_order_sagas (current_state, definition_version, deadline_at, correlation_id)
  where ended_at is null and deadline_at is not null;
create index return_order_sagas_by_deadline on return_order_sagas (current_state, definition_version, deadline_at, correlation_id)
  where ended_at is null and deadline_at is not null;

-- By what went wrong: ?error=. The texts are few, because they name a step and a number of attempts; those that have the words in them are found first.
create index place_order_sagas_by_error on place_order_sagas (current_state, definition_version, parked_because, waiting_since, correlation_id)
  where ended_at is null and parked_because is not null;
create index return_order_sagas_by_error on return_order_sagas (current_state, definition_version, parked_because, waiting_since, correlation_id)
  where ended_at is null and parked_because is not null;

-- By customer, with or without state and version: ?customerId=
create index place_order_sagas_by_customer on place_order_sagas (customer_id, current_state, definition_version, waiting_since, correlation_id) where ended_at is null;
create index return_order_sagas_by_customer on return_order_sagas (customer_id, current_state, definition_version, waiting_since, correlation_id) where ended_at is null;

-- The same of those that have ended, whose state is their outcome: ?outcome=, and the explorer's list.
drop index place_order_sagas_ended;
drop index return_order_sagas_ended;
create index place_order_sagas_ended on place_order_sagas (current_state, definition_version, ended_at, correlation_id) where ended_at is not null;
create index return_order_sagas_ended on return_order_sagas (current_state, definition_version, ended_at, correlation_id) where ended_at is not null;

create index place_order_sagas_ended_by_customer on place_order_sagas (customer_id, current_state, definition_version, ended_at, correlation_id) where ended_at is not null;
create index return_order_sagas_ended_by_customer on return_order_sagas (customer_id, current_state, definition_version, ended_at, correlation_id) where ended_at is not null;

-- By why they were called off: ?reason=
create index place_order_sagas_ended_by_reason on place_order_sagas (called_off_because, current_state, definition_version, ended_at, correlation_id)
  where ended_at is not null and called_off_because is not null;
create index return_order_sagas_ended_by_reason on return_order_sagas (called_off_because, current_state, definition_version, ended_at, correlation_id)
  where ended_at is not null and called_off_because is not null;

-- All sagas of a type as they are listed, with the same columns for each type.
create view place_order_sagas_listed as
  select 'PlaceOrder' as saga, correlation_id, correlation_id as order_id, customer_id, definition_version, current_state, waiting_since, deadline_at, attempt, parked_because,
    array_remove(array[
      case when create_shipment_undo in ('Required', 'Issued', 'Failed') then 'create-shipment' end,
      case when capture_payment_undo in ('Required', 'Issued', 'Failed') then 'capture-payment' end,
      case when reserve_stock_undo in ('Required', 'Issued', 'Failed') then 'reserve-stock' end], null) as owed,
    called_off_because, started_at, ended_at
  from place_order_sagas;

create view return_order_sagas_listed as
  select 'ReturnOrder' as saga, correlation_id, order_id, customer_id, definition_version, current_state, waiting_since, deadline_at, attempt, parked_because,
    array_remove(array[
      case parked_step
        when 'InspectReturn' then 'inspect-return' when 'RestockGoods' then 'restock-goods'
        when 'WriteOffGoods' then 'write-off-goods' when 'RefundReturn' then 'refund-return' end,
      case when receive_return_undo in ('Required', 'Issued', 'Failed') then 'receive-return' end], null) as owed,
    called_off_because, started_at, ended_at
  from return_order_sagas;

grant select on place_order_sagas_listed, return_order_sagas_listed to sagas_app;
