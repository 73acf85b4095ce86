-- additive: yes
-- Views, counted beside the videos. Period 1 is an hour, 2 a day, 3 all that is older (and starts at 0). What changes with each
-- count is in no index, and pages have room for new versions of their rows: so no index is written.
create table view_counts (
  video_id text collate "C" not null,
  period bigint not null,
  starts_at bigint not null,
  views bigint not null,
  changed_at bigint not null,
  primary key (video_id, period, starts_at)
) with (fillfactor = 50);
create index view_counts_of_period on view_counts (period, starts_at);

-- The last batch of views of each frontend that was counted: one that comes again is not.
create table view_batches (
  frontend text collate "C" primary key,
  number bigint not null,
  counted_at bigint not null
) with (fillfactor = 50);

-- The sum of a video's view_counts, as lists show it: refreshed each minute.
create table view_totals (
  video_id text collate "C" primary key,
  views bigint not null
);

-- One row: the totals include all that was counted before "since"; a pass that began at "began" has come to the video "after".
create table view_totals_progress (
  id bigint primary key check (id = 1),
  since bigint not null,
  began bigint not null,
  after text collate "C" not null
);
insert into view_totals_progress (id, since, began, after) values (1, 0, 0, '');
