-- Which state sends and which receives is on the case: a number or a code is a name, and never read for what it says.
alter table transfer_case add column sending_state char(2) default '' not null;
alter table transfer_case add column receiving_state char(2) default '' not null;
update transfer_case set
  sending_state = coalesce((select p.sending_state from party p where p.agreement_code = transfer_case.agreement_code), ''),
  receiving_state = coalesce((select p.receiving_state from party p where p.agreement_code = transfer_case.agreement_code), '');
create index transfer_case_direction on transfer_case (sending_state, receiving_state);
alter table stay_order alter column agreement_code set data type varchar(20);
