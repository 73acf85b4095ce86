-- additive: yes
-- Why a video can't be played, as a code (VideoFailureCode) and its numbers of bytes, beside the sentence in failure: a release that does not know
-- the columns changes the sentence alone, and one that does compares the two.
alter table videos add column failure_code bigint;
alter table videos add column failure_present bigint;
alter table videos add column failure_needed bigint;
