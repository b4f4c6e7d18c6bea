-- Lists, counts and totals are of one tenant; and a count at any instant reads a bounded number of rows, however many orders there are and whenever they were placed.

-- Whoever comes into a status leaves another one at the same instant. With both in one row, what moved at an instant is found by one index.
alter table order_status_history add column came_from text;

update order_status_history h set came_from = b.came_from
from (select slot, order_id, version, lag(status) over (partition by slot, order_id order by version) as came_from from order_status_history) b
where (h.slot, h.order_id, h.version) = (b.slot, b.order_id, b.version) and b.came_from is not null;

comment on column order_status_history.came_from is 'The status before it; null where the order came from none';

drop index order_status_history_entered;
drop index order_status_history_left;
create index order_status_history_entered on order_status_history (tenant, entered_at);
alter table order_status_history_a set (fillfactor = 90);
alter table order_status_history_b set (fillfactor = 90);

-- By how much the number of orders in a status changed, in each year, month, day, hour, minute and second (UTC). The count at an instant is the sum of the whole years before it, the
-- whole months of its year, the whole days of its month, and so on down to its second, and of what the history tells of that one.
drop table order_status_flows;
create table order_status_flows (
  slot      text        not null,
  tenant    text        not null,
  span      text        not null check (span in ('year', 'month', 'day', 'hour', 'minute', 'second')),
  starts_at timestamptz not null,
  status    text        not null,
  change    bigint      not null,
  constraint order_status_flows_pkey primary key (slot, tenant, span, starts_at, status)
) partition by list (slot);

comment on column order_status_flows.change is 'Orders that came into the status less those that left it';

create table order_status_flows_a partition of order_status_flows for values in ('a') with (fillfactor = 70);
create table order_status_flows_b partition of order_status_flows for values in ('b') with (fillfactor = 70);

insert into order_status_flows (slot, tenant, span, starts_at, status, change)
select slot, tenant, span, date_trunc(span, at, 'UTC'), status, sum(change)
from (
  select slot, tenant, entered_at as at, status, 1 as change from order_status_history
  union all
  select slot, tenant, entered_at, came_from, -1 from order_status_history where came_from is not null) moves
cross join unnest(array['year', 'month', 'day', 'hour', 'minute', 'second']) span
group by slot, tenant, span, date_trunc(span, at, 'UTC'), status
having sum(change) <> 0;

grant select, insert, update, delete on order_status_flows to sagas_app;
grant truncate on order_status_flows_a, order_status_flows_b to sagas_app;

-- Each kind of list is of one tenant, and read off its index.
drop index order_summaries_placed;
drop index order_summaries_customer;
drop index order_summaries_status;
drop index order_summaries_customer_status;
create index order_summaries_placed on order_summaries (tenant, placed_at desc, order_id desc);
create index order_summaries_customer on order_summaries (tenant, customer_id, placed_at desc, order_id desc);
create index order_summaries_status on order_summaries (tenant, status, placed_at desc, order_id desc);
create index order_summaries_customer_status on order_summaries (tenant, customer_id, status, placed_at desc, order_id desc);
