-- The fold in an order's row is written without what follows from the rest and without what is null. Rows that are there are made so, too: the slots of a read model are compared as they are.
update order_summaries set state = jsonb_strip_nulls(
  (state - '{isPlaced,hasTurnedRound,isBalanced,owed,status}'::text[]) #- '{payment,held}'
  || case when state ? 'returns' then jsonb_build_object('returns', (
       select jsonb_agg(r.it - '{sound,damaged,missing}'::text[] order by r.n) from jsonb_array_elements(state -> 'returns') with ordinality r (it, n))) else '{}' end);

-- A rebuild copies into the slot's own partitions.
grant insert on order_summaries_a, order_summaries_b, order_status_history_a, order_status_history_b to sagas_app;
