-- additive: yes
-- Whose act a deletion is (removed_by: 1 its owner, 2 an admin; 0 on rows from before this was kept: who asked for it), what an admin has told
-- the owner, and the owner's own deadline below an admin's deletion. A row whose video does not know all this yet bears the version that it
-- is to be told.
alter table deletions
  add column removed_by bigint not null default 0,
  add column removed_by_name text,
  add column removed_reason text,
  add column removed_at bigint,
  add column owner_asked_at bigint,
  add column owner_due_at bigint,
  add column held_reason text,
  add column held_at bigint,
  add column untold bigint;
create index deletions_untold on deletions (slot) where untold is not null;

-- Admins' deletions, and what is held, from before this was kept.
update deletions set untold = 1
where state in (0, 2, 3) and (state = 3 or (requested_by <> owner_name and requested_by <> 'expiry'));

-- The same for the lists of owners.
alter table videos
  add column removed_by bigint,
  add column removed_reason text,
  add column removed_at bigint,
  add column limit_most bigint,
  add column limit_reason text,
  add column limit_at bigint;
