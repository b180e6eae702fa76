create or replace function never_changed() returns trigger language plpgsql as
$$ begin
  -- The owner's own function, which takes out what is a person's, runs as the owner.
  if current_user = (select tableowner from pg_tables where schemaname = tg_table_schema and tablename = tg_table_name) then
    return new;
  end if;
  raise exception 'A row of % is written once.', tg_table_name;
end $$;
