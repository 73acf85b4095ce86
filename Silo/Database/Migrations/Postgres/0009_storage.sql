-- additive: yes
-- What is wrong between files and records. A path has one open finding (found, quarantined or restored) at most. The column scan holds
-- the number of the scan that saw it last.
create table storage_findings (
  id text collate "C" primary key,
  path text collate "C" not null,
  video_id text collate "C",
  kind bigint not null,
  state bigint not null,
  reason text not null,
  size bigint not null,
  found_at bigint not null,
  scan bigint not null,
  quarantined_at bigint,
  closed_at bigint
);
create unique index storage_findings_open on storage_findings (path) where state in (1, 2, 3);
create index storage_findings_newest on storage_findings (found_at desc, id desc);
create index storage_findings_of_state on storage_findings (state, kind, scan);
create index storage_findings_quarantined on storage_findings (quarantined_at) where state = 2;

-- One row: how far the scan and the scrub are. A scan that was started and has not ended is to be run again.
create table storage_reconciler (
  id bigint primary key check (id = 1),
  scan bigint not null,
  is_dry_run bigint not null,
  scheduled_at bigint,
  started_at bigint,
  ended_at bigint,
  files bigint not null,
  records bigint not null,
  scrub_after text collate "C" not null,
  scrub_started_at bigint,
  scrub_ended_at bigint,
  scrub_files bigint not null,
  scrub_bytes bigint not null
);
insert into storage_reconciler (id, scan, is_dry_run, files, records, scrub_after, scrub_files, scrub_bytes) values (1, 0, 0, 0, 0, '', 0, 0);
