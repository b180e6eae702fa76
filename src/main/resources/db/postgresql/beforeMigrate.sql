create or replace function never_changed() returns trigger language plpgsql as
$$ begin raise exception 'A row of % is written once.', tg_table_name; end $$;
