-- additive: yes
-- What is wrong between files and records. A path has one open finding (found, quarantined or restored) at most. The column scan holds
-- the number of the scan that saw it last.
create table storage_findings (
  id text primary key,
  path text not null,
  video_id text,
  kind integer not null,
  state integer not null,
  reason text not null,
  size integer not null,
  found_at integer not null,
  scan integer not null,
  quarantined_at integer,
  closed_at integer
);
create unique index storage_findings_open on storage_findings (path) where state in (1, 2, 3);
create index storage_findings_newest on storage_findings (found_at desc, id desc);
create index storage_findings_of_state on storage_findings (state, kind, scan);
create index storage_findings_quarantined on storage_findings (quarantined_at) where state = 2;

-- One row: how far the scan and the scrub are. A scan that was started and has not ended is to be run again.
create table storage_reconciler (
  id integer primary key check (id = 1),
  scan integer not null,
  is_dry_run integer not null,
  scheduled_at integer,
  started_at integer,
  ended_at integer,
  files integer not null,
  records integer not null,
  scrub_after text not null,
  scrub_started_at integer,
  scrub_ended_at integer,
  scrub_files integer not null,
  scrub_bytes integer not null
);
insert into storage_reconciler (id, scan, is_dry_run, files, records, scrub_after, scrub_files, scrub_bytes) values (1, 0, 0, 0, 0, '', 0, 0);
