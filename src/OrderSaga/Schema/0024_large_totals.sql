-- The sum of what one customer orders on one day has no bound that the prices have. Nothing is rewritten: only the limit changes.
alter table customer_totals alter column confirmed_total type numeric(28,4), alter column refunded_total type numeric(28,4);
