-- additive: yes
-- What a stream limiter that takes over has to know: the frontends that may hold leases of an earlier one (a JSON array of
-- their ids), the longest lease life promised to them, and the number of tokens that an admin has set, if any. The version
-- makes a write that comes late, after its writer gave it up, fail.
alter table stream_limiter add column version integer not null default 0;
alter table stream_limiter add column frontends text not null default '[]';
alter table stream_limiter add column lease_life_ms integer not null default 0;
alter table stream_limiter add column capacity integer;
