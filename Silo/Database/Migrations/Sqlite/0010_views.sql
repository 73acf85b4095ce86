-- additive: yes
-- Views, counted beside the videos. Period 1 is an hour, 2 a day, 3 all that is older (and starts at 0).
create table view_counts (
  video_id text not null,
  period integer not null,
  starts_at integer not null,
  views integer not null,
  changed_at integer not null,
  primary key (video_id, period, starts_at)
) without rowid;
create index view_counts_of_period on view_counts (period, starts_at);

-- The last batch of views of each frontend that was counted: one that comes again is not.
create table view_batches (
  frontend text primary key,
  number integer not null,
  counted_at integer not null
) without rowid;

-- The sum of a video's view_counts, as lists show it: refreshed each minute.
create table view_totals (
  video_id text primary key,
  views integer not null
) without rowid;

-- One row: the totals include all that was counted before "since"; a pass that began at "began" has come to the video "after".
create table view_totals_progress (
  id integer primary key check (id = 1),
  since integer not null,
  began integer not null,
  after text not null
);
insert into view_totals_progress (id, since, began, after) values (1, 0, 0, '');
