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

-- The search holds what the lists show, public and ready, so that nothing hidden is read over. Beginnings of one, two and three letters
-- have an index of their own: they are found at once, however many words begin so. A video is shown, changed while shown, hidden, or gone.
drop trigger videos_search_insert;
drop trigger videos_search_update;
drop trigger videos_search_delete;
drop table video_search;
create virtual table video_search using fts5 (
  title, owner_name, description,
  content = 'videos', content_rowid = 'seq', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
insert into video_search (rowid, title, owner_name, description)
  select seq, title, owner_name, description from videos where status = 3 and visibility = 1 order by seq;
create trigger videos_search_insert after insert on videos when new.status = 3 and new.visibility = 1 begin
  insert into video_search (rowid, title, owner_name, description)
  values (new.seq, new.title, new.owner_name, new.description);
end;
create trigger videos_search_show after update of status, visibility on videos
when (old.status <> 3 or old.visibility <> 1) and new.status = 3 and new.visibility = 1 begin
  insert into video_search (rowid, title, owner_name, description)
  values (new.seq, new.title, new.owner_name, new.description);
end;
create trigger videos_search_update after update of title, description on videos
when old.status = 3 and old.visibility = 1 and new.status = 3 and new.visibility = 1
  and (old.title <> new.title or old.description <> new.description) begin
  insert into video_search (video_search, rowid, title, owner_name, description)
  values ('delete', old.seq, old.title, old.owner_name, old.description);
  insert into video_search (rowid, title, owner_name, description)
  values (new.seq, new.title, new.owner_name, new.description);
end;
create trigger videos_search_hide after update of status, visibility on videos
when old.status = 3 and old.visibility = 1 and (new.status <> 3 or new.visibility <> 1) begin
  insert into video_search (video_search, rowid, title, owner_name, description)
  values ('delete', old.seq, old.title, old.owner_name, old.description);
end;
create trigger videos_search_delete after delete on videos when old.status = 3 and old.visibility = 1 begin
  insert into video_search (video_search, rowid, title, owner_name, description)
  values ('delete', old.seq, old.title, old.owner_name, old.description);
end;

-- How many comments a video has stands beside them on its page: counted as they come and go.
create table comment_counts (
  video_id text primary key,
  comments integer not null
);
create trigger comments_came after insert on comments begin
  insert into comment_counts (video_id, comments) values (new.video_id, 1)
  on conflict (video_id) do update set comments = comments + 1;
end;
create trigger comments_went after delete on comments begin
  update comment_counts set comments = comments - 1 where video_id = old.video_id;
  delete from comment_counts where video_id = old.video_id and comments <= 0;
end;
insert into comment_counts (video_id, comments) select video_id, count(*) from comments group by video_id;
