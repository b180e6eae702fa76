-- Keys of calls are forgotten by their age.
create index idempotency_recorded on idempotency (recorded_at);
