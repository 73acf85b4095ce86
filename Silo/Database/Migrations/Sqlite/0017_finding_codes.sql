-- additive: yes
-- Why a finding is one, as a code (FindingReasonCode) and its arguments, a JSON array of strings, beside the sentence in reason: a release that
-- does not know the columns changes the sentence alone, and one that does compares the two.
alter table storage_findings add column reason_code integer;
alter table storage_findings add column reason_arguments text;
