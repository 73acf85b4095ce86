-- additive: yes
-- Each list, its deep pages too, is read from one index in the list's own order. Where a list is of one owner, account, video or state, the
-- sort column is written as "+ 0": then no index of the whole table has that order, which PostgreSQL would take for whoever owns much of
-- it, and read everybody else's newer rows first. The indexes that these replace stay for the release before.
create index videos_newest_by_owner on videos (owner_key, (published_at + 0) desc, id desc) where status = 3 and visibility = 1;
create index videos_of_account on videos (owner_id, created_at desc, id desc) where status <> 7;
create index videos_of_account_by_status on videos (owner_id, status, (created_at + 0) desc, id desc) where status <> 7;
create index comments_newest on comments (video_id, (seq + 0) desc);

-- What waits is apart from the rest: an index of all by their state would be taken for what is due as well.
create index deletions_waiting on deletions ((requested_at + 0) desc, id desc) where state = 0;
create index deletions_claimed on deletions (claimed_until) where state = 0 and claimed_until > 0;
create index deletions_by_state on deletions (state, (requested_at + 0) desc, id desc) where state in (1, 2, 3, 4);
create index deletions_by_video on deletions (video_id, (requested_at + 0) desc, id desc);

create index storage_findings_by_state on storage_findings (state, (found_at + 0) desc, id desc);
create index storage_findings_by_id on storage_findings (state, id);

-- How many comments a video has stands beside them on its page: counted as they come and go, whichever release writes them.
create table comment_counts (
  video_id text collate "C" primary key,
  comments bigint not null
);
create function comments_came() returns trigger language plpgsql as $$
begin
  insert into comment_counts (video_id, comments) select video_id, count(*) from changed group by video_id
  on conflict (video_id) do update set comments = comment_counts.comments + excluded.comments;
  return null;
end $$;
create function comments_went() returns trigger language plpgsql as $$
begin
  update comment_counts c set comments = c.comments - gone.comments
  from (select video_id, count(*) as comments from changed group by video_id) gone where c.video_id = gone.video_id;
  delete from comment_counts c using changed where c.video_id = changed.video_id and c.comments <= 0;
  return null;
end $$;
create trigger comments_came after insert on comments referencing new table as changed for each statement execute function comments_came();
create trigger comments_went after delete on comments referencing old table as changed for each statement execute function comments_went();
insert into comment_counts (video_id, comments) select video_id, count(*) from comments group by video_id;
