-- A rebuild fills the spare slot without the indexes that lists and counts need, and builds them when it has caught up: they follow every change of a row as long as they are there.
-- The indexes of a slot are its own, and not parts of one over both, because such a part can't be dropped alone.

drop index order_summaries_placed;
drop index order_summaries_customer;
drop index order_summaries_status;
drop index order_summaries_customer_status;
drop index order_status_history_entered;

-- As the owner: the service's role changes no schema, and can do this, and only this, to the slot that no query reads.
create function drop_order_indexes(at_slot text) returns void
language plpgsql security definer
as $$
begin
  perform from projections where projection = 'orders' and live_slot = at_slot;
  if found then
    raise exception 'Slot % of the orders'' read model is live.', at_slot;
  end if;
  execute format(
    'drop index if exists order_summaries_%1$s_placed, order_summaries_%1$s_customer, order_summaries_%1$s_status, order_summaries_%1$s_customer_status, order_status_history_%1$s_entered',
    at_slot);
end
$$;

-- Each kind of list is read off its index; what moved at an instant is found by the history's.
create function build_order_indexes(at_slot text) returns void
language plpgsql security definer
as $$
begin
  execute format('create index if not exists order_summaries_%1$s_placed on order_summaries_%1$s (tenant, placed_at desc, order_id desc)', at_slot);
  execute format('create index if not exists order_summaries_%1$s_customer on order_summaries_%1$s (tenant, customer_id, placed_at desc, order_id desc)', at_slot);
  execute format('create index if not exists order_summaries_%1$s_status on order_summaries_%1$s (tenant, status, placed_at desc, order_id desc)', at_slot);
  execute format('create index if not exists order_summaries_%1$s_customer_status on order_summaries_%1$s (tenant, customer_id, status, placed_at desc, order_id desc)', at_slot);
  execute format('create index if not exists order_status_history_%1$s_entered on order_status_history_%1$s (tenant, entered_at)', at_slot);
  execute format('analyze order_summaries_%1$s, order_status_history_%1$s, order_status_flows_%1$s, customer_totals_%1$s', at_slot);
end
$$;

-- Found where they are, whoever calls them.
do $$
begin
  execute format('alter function drop_order_indexes set search_path = %I, pg_temp', current_schema());
  execute format('alter function build_order_indexes set search_path = %I, pg_temp', current_schema());
end
$$;

revoke all on function drop_order_indexes, build_order_indexes from public;
grant execute on function drop_order_indexes, build_order_indexes to sagas_app;

select build_order_indexes('a'), build_order_indexes('b');
