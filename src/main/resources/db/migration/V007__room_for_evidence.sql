-- A person can have many claims and orders on file: what a verdict rests on is kept, not cut at the first few.
alter table departure_verdict alter column evidence set data type varchar(4000);
alter table departure_verdict alter column signed_by set data type varchar(2000);
