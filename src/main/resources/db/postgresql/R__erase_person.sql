-- What is a person's is taken out of the record once two people signed it; numbers, days and signatures stay. The application's
-- role may not change the record, so the owner of the tables does it, in this one way. On H2, where there is one role for all,
-- the application runs the statements between the marks itself.
create or replace function erase_person(the_erasure bigint, the_person varchar) returns void
language plpgsql security definer set search_path = public as $$
begin
  perform signed_by_two(the_erasure, the_person);
  --<<
  update obstacle_confirmation set reason = '' where settlement_id in (select t.id from obstacle_settlement t where t.obstacle_id in (select o.id from obstacle o where (exists (select 1 from obstacle_settlement s join obstacle_confirmation c on c.settlement_id = s.id where s.obstacle_id = o.id and c.outcome = 'CONFIRMED') or o.ends_at <= current_timestamp and exists (select 1 from obstacle_end e where e.obstacle_id = o.id and e.outcome = 'stated')) and o.owner = (select p.sending_state from person p where p.id = the_person) and (o.person_id = the_person or o.person_state = (select p.sending_state from person p where p.id = the_person) and o.person_number in (select a.alias from person_alias a where a.person_id = the_person))));
  update obstacle_settlement set authority = '', reference = '', reason = '' where obstacle_id in (select o.id from obstacle o where (exists (select 1 from obstacle_settlement s join obstacle_confirmation c on c.settlement_id = s.id where s.obstacle_id = o.id and c.outcome = 'CONFIRMED') or o.ends_at <= current_timestamp and exists (select 1 from obstacle_end e where e.obstacle_id = o.id and e.outcome = 'stated')) and o.owner = (select p.sending_state from person p where p.id = the_person) and (o.person_id = the_person or o.person_state = (select p.sending_state from person p where p.id = the_person) and o.person_number in (select a.alias from person_alias a where a.person_id = the_person)));
  update obstacle_trace set reason = '' where obstacle_id in (select o.id from obstacle o where (exists (select 1 from obstacle_settlement s join obstacle_confirmation c on c.settlement_id = s.id where s.obstacle_id = o.id and c.outcome = 'CONFIRMED') or o.ends_at <= current_timestamp and exists (select 1 from obstacle_end e where e.obstacle_id = o.id and e.outcome = 'stated')) and o.owner = (select p.sending_state from person p where p.id = the_person) and (o.person_id = the_person or o.person_state = (select p.sending_state from person p where p.id = the_person) and o.person_number in (select a.alias from person_alias a where a.person_id = the_person)));
  update obstacle_end set reason = '' where obstacle_id in (select o.id from obstacle o where (exists (select 1 from obstacle_settlement s join obstacle_confirmation c on c.settlement_id = s.id where s.obstacle_id = o.id and c.outcome = 'CONFIRMED') or o.ends_at <= current_timestamp and exists (select 1 from obstacle_end e where e.obstacle_id = o.id and e.outcome = 'stated')) and o.owner = (select p.sending_state from person p where p.id = the_person) and (o.person_id = the_person or o.person_state = (select p.sending_state from person p where p.id = the_person) and o.person_number in (select a.alias from person_alias a where a.person_id = the_person)));
  update obstacle set authority = '', reference = '', text = '', person_number = case when person_number is null then cast(null as varchar) else '' end, judgment = cast(null as varchar), state = cast(null as varchar) where id in (select o.id from obstacle o where (exists (select 1 from obstacle_settlement s join obstacle_confirmation c on c.settlement_id = s.id where s.obstacle_id = o.id and c.outcome = 'CONFIRMED') or o.ends_at <= current_timestamp and exists (select 1 from obstacle_end e where e.obstacle_id = o.id and e.outcome = 'stated')) and o.owner = (select p.sending_state from person p where p.id = the_person) and (o.person_id = the_person or o.person_state = (select p.sending_state from person p where p.id = the_person) and o.person_number in (select a.alias from person_alias a where a.person_id = the_person)));
  update decision_answer set answer = '' where decision_id in (select d.id from decision d where d.case_number in (select c.case_number from transfer_case c where c.person_id = the_person));
  update decision set reason = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update judgment set court = '', docket = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update expulsion_order set authority = '', docket = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update return_demand set authority = '', reference = '', reason = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update gone_without_clearance set text = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update identity_check set compared_with = '', detail = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update handover set received_by = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update departure_verdict set sentence = '', evidence = '' where case_number in (select c.case_number from transfer_case c where c.person_id = the_person);
  update seat_release set reason = '' where seat_id in (select s.id from seat s where s.person_id = the_person);
  update protection set authority = '', reference = '' where person_id = the_person;
  update document set title = '', content = cast('' as ${binary}), size_bytes = 0, sha256 = '' where about in (select c.case_number from transfer_case c where c.person_id = the_person);
  update flight_event set detail = '' where flight_id in (select s.flight_id from seat s where s.person_id = the_person);
  update person_nationality set state = 'XXX' where person_id = the_person;
  update person_language set language = 'und' where person_id = the_person;
  update person_alias set alias = 'ERASED-' || cast(id as varchar(20)) where person_id = the_person;
  update person_identity set family_name = '', given_names = '', birth_date = '1900', sex = 'X' where person_id = the_person;
  update counsel_mandate set counsel_user = '', reason = '' where person_id = the_person;
  delete from person_key where person_id = the_person;
  update person set register_number = 'ERASED-' || substring(id, 1, 32) where id = the_person;
  -->>
end $$;

create or replace function forget_salts(the_erasure bigint, the_person varchar, the_rows text[]) returns void
language plpgsql security definer set search_path = public as $$
begin
  perform signed_by_two(the_erasure, the_person);
  update audit_row set salt = '' where table_name || ' ' || row_key = any (the_rows) and chain <> 'ERASURE-' || the_erasure;
end $$;

create or replace function signed_by_two(the_erasure bigint, the_person varchar) returns void language plpgsql as $$
begin
  if not exists (select 1 from erasure e where e.id = the_erasure and e.person_id = the_person)
    or (select count(distinct s.signed_by) from erasure_signature s where s.erasure_id = the_erasure and s.outcome = 'erase') < 2
    or exists (select 1 from erasure_signature s where s.erasure_id = the_erasure and s.outcome <> 'erase')
    or exists (select 1 from open_case o where o.person_id = the_person) then
    raise exception 'Two people have to sign an erasure, and no case of the person may be open.';
  end if;
end $$;
