-- additive: yes
-- A release that does not know the column leaves it null, which is no language.
alter table videos add column language text;
