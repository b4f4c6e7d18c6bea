-- The fold in an order's row is written without what follows from the rest and without what is null. Rows that are there are made so, too: the slots of a read model are compared as they are.
-- In pages, each a transaction of its own: as long as one lasts, nobody who follows all events gets further. Interrupted, it begins anew, and does to a row what it did before.
do $$
declare
  at_slot text;
  done_to uuid;
  page_end uuid;
begin
  foreach at_slot in array array['a', 'b'] loop
    done_to := '00000000-0000-0000-0000-000000000000';
    loop
      select order_id into page_end
      from (select order_id from order_summaries where slot = at_slot and order_id > done_to order by order_id limit 5000) page
      order by order_id desc limit 1;
      exit when page_end is null;
      update order_summaries set state = jsonb_strip_nulls(
        (state - '{isPlaced,hasTurnedRound,isBalanced,owed,status}'::text[]) #- '{payment,held}'
        || case when state ? 'returns' then jsonb_build_object('returns', (
             select jsonb_agg(r.it - '{sound,damaged,missing}'::text[] order by r.n) from jsonb_array_elements(state -> 'returns') with ordinality r (it, n))) else '{}' end)
      where slot = at_slot and order_id > done_to and order_id <= page_end;
      commit;
      done_to := page_end;
    end loop;
  end loop;
end
$$;
