-- additive: yes
-- The one limiter of stream tokens: an activation takes the next epoch before it grants anything, and stops answering
-- when it finds a higher one here, or nothing at all for too long.
create table stream_limiter (
  id integer primary key check (id = 1),
  epoch integer not null
);
insert into stream_limiter (id, epoch) values (1, 0);
