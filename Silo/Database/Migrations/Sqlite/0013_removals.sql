-- additive: yes
-- Whose act a deletion is (removed_by: 1 its owner, 2 an admin; 0 on rows from before this was kept: who asked for it), what an admin has told
-- the owner, and the owner's own deadline below an admin's deletion. A row whose video does not know all this yet bears the version that it
-- is to be told.
alter table deletions add column removed_by integer not null default 0;
alter table deletions add column removed_by_name text;
alter table deletions add column removed_reason text;
alter table deletions add column removed_at integer;
alter table deletions add column owner_asked_at integer;
alter table deletions add column owner_due_at integer;
alter table deletions add column held_reason text;
alter table deletions add column held_at integer;
alter table deletions add column untold integer;
create index deletions_untold on deletions (slot) where untold is not null;

-- Admins' deletions, and what is held, from before this was kept.
update deletions set untold = 1
where state in (0, 2, 3) and (state = 3 or (requested_by <> owner_name and requested_by <> 'expiry'));

-- The same for the lists of owners.
alter table videos add column removed_by integer;
alter table videos add column removed_reason text;
alter table videos add column removed_at integer;
alter table videos add column limit_most integer;
alter table videos add column limit_reason text;
alter table videos add column limit_at integer;
