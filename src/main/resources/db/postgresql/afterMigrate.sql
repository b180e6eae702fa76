-- The role that the application runs as writes the record and never writes it again. ${runtime} is custody.runtime-role;
-- whoever makes the tables for itself alone has nothing to grant.
do $$
declare
  runtime text := '${runtime}';
  one text;
begin
  if runtime in ('', current_user) then
    return;
  end if;
  execute format('grant usage on schema public to %I', runtime);
  execute format('grant select, insert on all tables in schema public to %I', runtime);
  for one in select tablename from pg_tables where schemaname = 'public' and tablename like 'act\_%' loop
    execute format('grant update, delete on %I to %I', one, runtime);
  end loop;
  -- Working rows: numbers and ends of chains go on, what is open closes.
  foreach one in array array['counter', 'audit_head'] loop
    execute format('grant update on %I to %I', one, runtime);
  end loop;
  foreach one in array array['open_case', 'open_placement', 'live_seat', 'party', 'idempotency'] loop
    execute format('grant delete on %I to %I', one, runtime);
  end loop;
  -- To lock a row takes the right to change it; a trigger sees to it that nobody does.
  foreach one in array array['gate', 'person'] loop
    execute format('grant update (id) on %I to %I', one, runtime);
    execute format('create or replace trigger never_changed before update on %I execute function never_changed()', one);
  end loop;
  foreach one in array array['erase_person(bigint, varchar)', 'forget_salts(bigint, varchar, text[])'] loop
    execute format('revoke execute on function %s from public', one);
    execute format('grant execute on function %s to %I', one, runtime);
  end loop;
  execute format('revoke insert on flyway_schema_history from %I', runtime);
end $$;
