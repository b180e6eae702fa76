-- A claim is an obstacle; what is left beside it are the decisions that forbid return to a state.
alter table obstacle add column state varchar(2);
drop table claim_decision;
drop table claim;
delete from protection where kind <> 'BAR';
alter table protection drop column settles;
alter table protection drop column kind;
-- A character may take two places.
alter table obstacle alter column text set data type varchar(8000);
alter table obstacle_settlement alter column authority set data type varchar(800);
alter table obstacle_settlement alter column reason set data type varchar(8000);
alter table obstacle_confirmation alter column reason set data type varchar(8000);
