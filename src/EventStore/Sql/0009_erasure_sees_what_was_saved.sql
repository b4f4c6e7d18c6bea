-- An erasure has to see the snapshot that was saved while it waited for the lock, so it is refused in a transaction that reads as of an earlier moment.
-- The function before, out of the way, until whoever was granted it has the new one.
alter function erase_personal_data (text[]) rename to erase_personal_data_before;

-- Erases what is personal in the events of streams, archived or not, and the snapshots that were folded from it. The digests stay, and with them the hash chains.
-- The locks are those that a snapshot waits for when it is saved, and that this waits for when one is being saved. The statements after the lock have snapshots of
-- their own, for which the transaction must be read committed.
create function erase_personal_data(from_streams text[]) returns bigint
language plpgsql security definer
as $$
declare
  living bigint;
  archived bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'erase_personal_data needs a transaction that is read committed' using errcode = 'invalid_transaction_state';
  end if;

  perform from streams where stream = any (from_streams) order by stream for update;
  update streams set erased_at = clock_timestamp() where stream = any (from_streams);
  update events set personal = null, salt = null where stream = any (from_streams) and personal is not null;
  get diagnostics living = row_count;
  update events_archive set personal = null, salt = null where stream = any (from_streams) and personal is not null;
  get diagnostics archived = row_count;
  delete from snapshots where stream = any (from_streams);
  return living + archived;
end
$$;

revoke all on function erase_personal_data from public;

-- It runs with its owner's rights, so it looks for tables where it was made and nowhere else.
do $$
declare
  may record;
begin
  execute format('alter function erase_personal_data set search_path = %I, pg_temp', current_schema());
  for may in
    select acl.grantee::regrole as role, acl.is_grantable
    from pg_proc p cross join lateral aclexplode(p.proacl) acl
    where p.oid = 'erase_personal_data_before(text[])'::regprocedure and acl.grantee not in (0, p.proowner)
  loop
    execute format('grant execute on function erase_personal_data to %s %s', may.role, case when may.is_grantable then 'with grant option' end);
  end loop;
end
$$;

drop function erase_personal_data_before (text[]);
