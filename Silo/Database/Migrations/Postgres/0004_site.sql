-- additive: yes
-- The site's own tables. Moments are Unix milliseconds, ids are canonical lower-case GUIDs (compared by their bytes), flags are 0 and 1.
-- Sequence numbers give stable order; states and steps are the numbers of the enums of the same name.

create table accounts (
  account_id text collate "C" primary key,
  user_name text not null,
  normalized_name text collate "C" not null unique,
  is_admin bigint not null,
  created_at bigint not null,
  revision bigint not null
);
create index accounts_admins on accounts (account_id) where is_admin = 1;

-- The read model of videos: written by each video's own grain, greatest revision wins. A purged video keeps its row.
create table videos (
  seq bigint generated always as identity primary key,
  id text collate "C" not null unique,
  owner_id text collate "C" not null,
  owner_name text not null,
  owner_key text collate "C" not null,
  title text not null,
  description text not null,
  visibility bigint not null,
  status bigint not null,
  failure text,
  size bigint,
  duration_seconds double precision,
  width bigint,
  height bigint,
  video_codec text,
  audio_codec text,
  content_type text,
  content_hash text,
  has_poster bigint not null,
  views bigint not null,
  created_at bigint not null,
  published_at bigint,
  delete_after bigint,
  revision bigint not null,
  changed_at bigint not null
);
create index videos_newest on videos (published_at desc, id desc) where status = 3 and visibility = 1;
create index videos_newest_of_owner on videos (owner_key, published_at desc, id desc) where status = 3 and visibility = 1;
create index videos_owned on videos (owner_id, created_at desc, id desc);
create index videos_drafts on videos (changed_at) where status = 1;
create index videos_processing on videos (changed_at) where status = 2;

-- A change on its way to the read model, by the greatest revision announced.
create table video_intents (
  video_id text collate "C" primary key,
  revision bigint not null,
  hides bigint not null,
  announced_at bigint not null
);
create index video_intents_oldest on video_intents (announced_at);

-- Words as the search compares them, whatever the database's locale: in small letters, and without accents (letters are taken apart from
-- their marks, and the marks, U+0300 to U+036F, go).
create function search_words(written text) returns text
language sql immutable strict parallel safe
return lower(regexp_replace(normalize(written, NFKD), '[\u0300-\u036F]', '', 'g') collate "und-x-icu");

-- A match in the title counts for most, one in the description for least.
alter table videos add column words tsvector not null generated always as (
  setweight(to_tsvector('simple', search_words(title)), 'A')
  || setweight(to_tsvector('simple', search_words(owner_name)), 'B')
  || setweight(to_tsvector('simple', search_words(description)), 'C')
) stored;
create index videos_words on videos using gin (words);

create table comments (
  seq bigint generated always as identity primary key,
  id text collate "C" not null unique,
  video_id text collate "C" not null,
  author_id text collate "C" not null,
  author_name text not null,
  content text not null,
  created_at bigint not null
);
create index comments_of_video on comments (video_id, seq desc);

-- Uploads under way: what limits them per account, and what is due after a crash.
create table uploads (
  video_id text collate "C" primary key,
  account_id text collate "C" not null,
  is_complete bigint not null,
  leased_until bigint not null,
  expires_at bigint not null,
  changed_at bigint not null
);
create index uploads_of_account on uploads (account_id, leased_until);
create index uploads_complete on uploads (changed_at) where is_complete = 1;
create index uploads_expiring on uploads (expires_at) where is_complete = 0;

-- What each video takes of its owner's storage.
create table storage_charges (
  video_id text collate "C" primary key,
  account_id text collate "C" not null,
  bytes bigint not null
);
create index storage_charges_of_account on storage_charges (account_id, bytes);

-- The deletion ledger: the row decides. At most one open row per video (open, dead letter or held).
create table deletions (
  id text collate "C" primary key,
  video_id text collate "C" not null,
  slot bigint not null,
  generation bigint not null,
  version bigint not null,
  state bigint not null,
  step bigint not null,
  due_at bigint not null,
  next_attempt_at bigint not null,
  attempts bigint not null,
  claimed_until bigint not null,
  silo text,
  removal_started bigint not null,
  owner_id text collate "C" not null,
  owner_name text not null,
  size bigint not null,
  bytes_freed bigint not null,
  requested_by text not null,
  requested_at bigint not null,
  last_error text,
  finished_at bigint
);
create unique index deletions_open on deletions (video_id) where state in (0, 2, 3);
create unique index deletions_generation on deletions (video_id, generation);
create index deletions_due on deletions (slot, next_attempt_at) where state = 0;
create index deletions_dead on deletions (slot) where state = 2;
