-- The chain of what belongs to no case begins here: its first two entries may come at the same moment.
insert into audit_head (chain, position, hash)
select 'general', 0, '0000000000000000000000000000000000000000000000000000000000000000'
where not exists (select 1 from audit_head where chain = 'general');
