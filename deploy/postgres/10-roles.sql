-- The two roles of the site and its database. Run by psql as a superuser, any number of times; passwords come from the
-- environment, so that they are in no argument list:
--   DATABASE_OWNER_PASSWORD  orleansvideo_owner owns the database and migrates it
--   DATABASE_SITE_PASSWORD   orleansvideo_site is what silos and frontends are: it reads and writes rows and changes no schema
\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv site_password DATABASE_SITE_PASSWORD

select format('create role orleansvideo_owner login password %L', :'owner_password')
where not exists (select from pg_roles where rolname = 'orleansvideo_owner') \gexec

select format('create role orleansvideo_site login password %L', :'site_password')
where not exists (select from pg_roles where rolname = 'orleansvideo_site') \gexec

-- The C locale: keys and cursors compare by bytes, the same on every machine and after every upgrade of its libraries.
select $$create database orleansvideo owner orleansvideo_owner encoding 'UTF8' locale 'C' template template0$$
where not exists (select from pg_database where datname = 'orleansvideo') \gexec

revoke all on database orleansvideo from public;
grant connect on database orleansvideo to orleansvideo_site;

\connect orleansvideo
revoke create on schema public from public;
grant usage on schema public to orleansvideo_site;
