-- The explorer lists sagas that have ended, the latest of a state first, and counts them. An entry is written once, when the saga ends.
create index place_order_sagas_ended on place_order_sagas (current_state, ended_at desc, correlation_id desc) where ended_at is not null;
create index return_order_sagas_ended on return_order_sagas (current_state, ended_at desc, correlation_id desc) where ended_at is not null;
