-- What is suspended or frozen stands against everybody under an agreement, like any other obstacle.
insert into obstacle (owner, kind, scope, agreement_code, authority, reference, text, occurred_at, recorded_at, recorded_by)
select substring(f.agreement_code from 1 for 2), 'SUSPENSION', 'AGREEMENT', f.agreement_code,
       substring(f.agreement_code from 1 for 2), f.agreement_code, f.reason, f.occurred_at, f.recorded_at, f.recorded_by
from agreement_status_fact f where f.kind = 'SUSPENDED'
  and not exists (select 1 from agreement_status_fact r where r.settles = f.id);
insert into obstacle (owner, kind, scope, agreement_code, authority, reference, text, occurred_at, recorded_at, recorded_by)
select substring(f.agreement_code from 1 for 2), 'FUNDS_FROZEN', 'AGREEMENT', f.agreement_code,
       substring(f.agreement_code from 1 for 2), f.agreement_code, f.reason, f.occurred_at, f.recorded_at, f.recorded_by
from funding f where f.kind = 'HOLD' and not exists (select 1 from funding r where r.settles = f.id);
drop table agreement_status_fact;
delete from funding where kind = 'RELEASE';
delete from funding where kind = 'HOLD';
alter table funding drop column settles;
alter table funding drop column kind;
alter table funding alter column amount set not null;
alter table funding alter column valid_until set not null;
create index obstacle_agreement on obstacle (agreement_code);
