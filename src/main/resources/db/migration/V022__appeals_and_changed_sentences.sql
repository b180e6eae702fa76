-- An appeal is an obstacle; so is a sentence that became longer, until two have confirmed it.
alter table obstacle add column judgment varchar(700);
alter table obstacle add column until_on date;
alter table judgment drop column appeal_opened_on;
