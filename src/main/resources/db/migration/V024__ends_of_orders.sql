-- An end counts only if the order itself states it and a second person confirmed it against the document.
create table stay_order_end (
  stay_order_id bigint primary key references stay_order (id),
  outcome varchar(20) not null,
  reason varchar(8000) not null,
  signed_by varchar(64) not null,
  recorded_at timestamp with time zone not null
);
