-- additive: yes
-- Due work of all lists but the deletion ledger's that was tried and is due still (state 0), or was given up and waits for an admin
-- (state 2, as in the ledger). The item is what the list names it by. What has left its list leaves this table at the next look.
create table due_work (
  kind integer not null,
  item text not null,
  state integer not null,
  attempts integer not null,
  next_attempt_at integer not null,
  last_error text,
  changed_at integer not null,
  primary key (kind, item)
);
create index due_work_next on due_work (kind, next_attempt_at) where state = 0;
create index due_work_given_up on due_work (changed_at desc, kind, item) where state = 2;
