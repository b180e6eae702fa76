-- Which rows of the record an entry of the trail speaks of, and what they said when it was written.
alter table audit_entry add column rows_hash varchar(64) default '' not null;
create table audit_row (
  chain varchar(80) not null,
  position bigint not null,
  table_name varchar(40) not null,
  row_key varchar(80) not null,
  row_hash varchar(64) not null,
  primary key (chain, position, table_name, row_key)
);
create index audit_row_of on audit_row (table_name, row_key);
