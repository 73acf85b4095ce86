-- additive: yes
-- The site's own tables. Moments are Unix milliseconds, ids are canonical lower-case GUIDs, flags are 0 and 1.
-- Sequence numbers give stable order; states and steps are the numbers of the enums of the same name.

create table accounts (
  account_id text primary key,
  user_name text not null,
  normalized_name text not null unique,
  is_admin integer not null,
  created_at integer not null,
  revision integer not null
);
create index accounts_admins on accounts (account_id) where is_admin = 1;

-- The read model of videos: written by each video's own grain, greatest revision wins. A purged video keeps its row.
create table videos (
  seq integer primary key,
  id text not null unique,
  owner_id text not null,
  owner_name text not null,
  owner_key text not null,
  title text not null,
  description text not null,
  visibility integer not null,
  status integer not null,
  failure text,
  size integer,
  duration_seconds real,
  width integer,
  height integer,
  video_codec text,
  audio_codec text,
  content_type text,
  content_hash text,
  has_poster integer not null,
  views integer not null,
  created_at integer not null,
  published_at integer,
  delete_after integer,
  revision integer not null,
  changed_at integer not null
);
create index videos_newest on videos (published_at desc, id desc) where status = 3 and visibility = 1;
create index videos_newest_of_owner on videos (owner_key, published_at desc, id desc) where status = 3 and visibility = 1;
create index videos_owned on videos (owner_id, created_at desc, id desc);
create index videos_drafts on videos (changed_at) where status = 1;
create index videos_processing on videos (changed_at) where status = 2;

-- A change on its way to the read model, by the greatest revision announced.
create table video_intents (
  video_id text primary key,
  revision integer not null,
  hides integer not null,
  announced_at integer not null
);
create index video_intents_oldest on video_intents (announced_at);

create virtual table video_search using fts5 (
  title, owner_name, description,
  content = 'videos', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2'
);
create trigger videos_search_insert after insert on videos begin
  insert into video_search (rowid, title, owner_name, description)
  values (new.seq, new.title, new.owner_name, new.description);
end;
create trigger videos_search_update after update of title, description on videos
when old.title <> new.title or old.description <> new.description begin
  insert into video_search (video_search, rowid, title, owner_name, description)
  values ('delete', old.seq, old.title, old.owner_name, old.description);
  insert into video_search (rowid, title, owner_name, description)
  values (new.seq, new.title, new.owner_name, new.description);
end;

create table comments (
  seq integer primary key autoincrement,
  id text not null unique,
  video_id text not null,
  author_id text not null,
  author_name text not null,
  content text not null,
  created_at integer not null
);
create index comments_of_video on comments (video_id, seq desc);

-- Uploads under way: what limits them per account, and what is due after a crash.
create table uploads (
  video_id text primary key,
  account_id text not null,
  is_complete integer not null,
  leased_until integer not null,
  expires_at integer not null,
  changed_at integer not null
);
create index uploads_of_account on uploads (account_id, leased_until);
create index uploads_complete on uploads (changed_at) where is_complete = 1;
create index uploads_expiring on uploads (expires_at) where is_complete = 0;

-- What each video takes of its owner's storage.
create table storage_charges (
  video_id text primary key,
  account_id text not null,
  bytes integer not null
);
create index storage_charges_of_account on storage_charges (account_id, bytes);

-- The deletion ledger: the row decides. At most one open row per video (open, dead letter or held).
create table deletions (
  id text primary key,
  video_id text not null,
  slot integer not null,
  generation integer not null,
  version integer not null,
  state integer not null,
  step integer not null,
  due_at integer not null,
  next_attempt_at integer not null,
  attempts integer not null,
  claimed_until integer not null,
  silo text,
  removal_started integer not null,
  owner_id text not null,
  owner_name text not null,
  size integer not null,
  bytes_freed integer not null,
  requested_by text not null,
  requested_at integer not null,
  last_error text,
  finished_at integer
);
create unique index deletions_open on deletions (video_id) where state in (0, 2, 3);
create unique index deletions_generation on deletions (video_id, generation);
create index deletions_due on deletions (slot, next_attempt_at) where state = 0;
create index deletions_dead on deletions (slot) where state = 2;
