-- An order belongs to the state whose court gave it: that of whoever entered it.
alter table stay_order add column owner varchar(2) default '' not null;
update stay_order set owner = coalesce((select a.state from account a where a.user_id = stay_order.recorded_by), '');
create index stay_order_owner on stay_order (owner);
