-- A rebuild copies into the slot's own partitions.
grant insert on order_summaries_a, order_summaries_b, order_status_history_a, order_status_history_b to sagas_app;
