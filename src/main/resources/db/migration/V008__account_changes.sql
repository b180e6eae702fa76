-- What two administrators do to an account: one asks, another confirms. A membership is the first kind of it.
alter table membership rename to account_change;
alter table account_change add column kind varchar(20) default 'JOIN' not null;
alter table account_change alter column group_id drop not null;
alter table membership_confirmation rename to account_change_confirmation;
alter table account_change_confirmation rename column membership_id to change_id;
