-- additive: yes
-- When the removal of files began: what came of it is told with the time it took.
alter table deletions add column started_at integer;

-- What is due, in the order of the next attempt and across all slots: a pass reads from the front and skips the few rows that
-- another shard has not taken yet. (By slot first, a shard would read every row of its slots, the trash of a million included.)
drop index deletions_due;
create index deletions_next on deletions (next_attempt_at, slot) where state = 0;

-- What admins look at, the newest first: all, and the few that need them. (An index of all by their state would be taken for what is
-- due as well, and read all that waits.)
create index deletions_newest on deletions (requested_at desc, id desc);
create index deletions_stuck on deletions (state, requested_at desc, id desc) where state in (2, 3);

-- What has outlived its retention.
create index deletions_done on deletions (finished_at) where state = 1;

-- What has become of each shard's reminder.
create table deletion_ticks (
  shard text primary key,
  last_tick_at integer not null,
  seen integer not null,
  missed integer not null
);

-- A tombstone that has outlived its retention leaves the search as well.
create trigger videos_search_delete after delete on videos begin
  insert into video_search (video_search, rowid, title, owner_name, description)
  values ('delete', old.seq, old.title, old.owner_name, old.description);
end;
