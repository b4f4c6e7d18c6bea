-- What 0018 made pasted the name of the slot into statements that run with the owner's rights: whoever could call it could run anything. A slot is 'a' or 'b', and nothing else is taken.
--
-- And it built all indexes in one transaction. That has its id from its first statement on, and as long as it lasts nobody who follows all events gets further: so each index is
-- built, and each table analyzed, in a transaction of its own.

drop function build_order_indexes(text);

create function must_be_a_slot(at_slot text) returns void
language plpgsql
as $$
begin
  if at_slot in ('a', 'b') is not true then
    raise exception '% is not a slot. Say a or b.', coalesce(at_slot, 'null') using errcode = 'invalid_parameter_value';
  end if;
end
$$;

create or replace function drop_order_indexes(at_slot text) returns void
language plpgsql security definer
as $$
declare
  suffix text;
begin
  perform must_be_a_slot(at_slot);
  perform from projections where projection = 'orders' and live_slot = at_slot;
  if found then
    raise exception 'Slot % of the orders'' read model is live.', at_slot;
  end if;
  foreach suffix in array array['placed', 'customer', 'status', 'customer_status'] loop
    execute format('drop index if exists %I', 'order_summaries_' || at_slot || '_' || suffix);
  end loop;
  execute format('drop index if exists %I', 'order_status_history_' || at_slot || '_entered');
end
$$;

-- Each kind of list is read off its index; what moved at an instant is found by the history's.
create function build_order_index(at_slot text, which text) returns void
language plpgsql security definer
as $$
declare
  of_table text := case which when 'entered' then 'order_status_history' else 'order_summaries' end || '_' || at_slot;
  index_columns text := case which
    when 'placed' then '(tenant, placed_at desc, order_id desc)'
    when 'customer' then '(tenant, customer_id, placed_at desc, order_id desc)'
    when 'status' then '(tenant, status, placed_at desc, order_id desc)'
    when 'customer_status' then '(tenant, customer_id, status, placed_at desc, order_id desc)'
    when 'entered' then '(tenant, entered_at)'
  end;
begin
  perform must_be_a_slot(at_slot);
  if index_columns is null then
    raise exception 'The orders'' read model has no index %.', coalesce(which, 'null') using errcode = 'invalid_parameter_value';
  end if;
  execute format('create index if not exists %I on %I %s', of_table || '_' || which, of_table, index_columns);
end
$$;

create function analyze_order_rows(at_slot text, of_table text) returns void
language plpgsql security definer
as $$
begin
  perform must_be_a_slot(at_slot);
  if of_table in ('order_summaries', 'order_status_history', 'order_status_flows', 'customer_totals') is not true then
    raise exception 'The orders'' read model has no table %.', coalesce(of_table, 'null') using errcode = 'invalid_parameter_value';
  end if;
  execute format('analyze %I', of_table || '_' || at_slot);
end
$$;

-- Found where they are, whoever calls them.
do $$
declare
  made regprocedure;
begin
  foreach made in array array['must_be_a_slot(text)', 'drop_order_indexes(text)', 'build_order_index(text, text)', 'analyze_order_rows(text, text)']::regprocedure[] loop
    execute format('alter function %s set search_path = %I, pg_temp', made, current_schema());
    execute format('revoke all on function %s from public', made);
  end loop;
end
$$;

grant execute on function drop_order_indexes(text), build_order_index(text, text), analyze_order_rows(text, text) to sagas_app;
