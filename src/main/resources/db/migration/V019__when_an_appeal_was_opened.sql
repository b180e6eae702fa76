-- What decides an appeal is later than the appeal.
alter table judgment add column appeal_opened_on date;
