-- additive: yes
-- Playbacks (a viewer and a video) that an admin ended, and until when they get no stream token, by this database's clock (Unix
-- milliseconds): so that an eviction outlives the limiter that carried it out, and every frontend hears of it. An empty viewer
-- stands for all playbacks of the video that began before.
create table stream_evictions (
  viewer text not null,
  video_id text not null,
  evicted_at integer not null,
  ends_at integer not null,
  primary key (viewer, video_id)
);
create index stream_evictions_newest on stream_evictions (evicted_at);
create index stream_evictions_end on stream_evictions (ends_at);

-- Random, written with each epoch: after a backup was put back, two limiters may count to the same epoch, and differ by this.
alter table stream_limiter add column nonce text not null default '';
