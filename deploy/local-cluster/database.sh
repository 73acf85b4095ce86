# PostgreSQL: its files, its roles, the migration. It listens on TCP alone (a path of a socket may be too long), durable.

secret_of() {
  local file=$directory/conf/$1.password
  [ -s "$file" ] || { umask 077 && head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n' > "$file.new" && mv "$file.new" "$file"; }
  cat "$file"
}

# export_connection ROLE [ADDRESS]: Npgsql takes the password from the environment, which keeps it out of the string.
export_connection() {
  export ConnectionStrings__OrleansVideo PGPASSWORD
  ConnectionStrings__OrleansVideo="Host=${2:-127.0.0.1};Port=$(port_of postgres sql);Database=orleansvideo;Username=$1"
  PGPASSWORD=$(secret_of "$1")
}

create_database_files() {
  local home=$directory/postgres
  [ ! -d "$home/data" ] || return 0
  rm -rf "$home/new" # What an interrupted up left.
  (umask 077 && secret_of postgres > "$home/password")
  [ ${#as_service[@]} -eq 0 ] || chown "$service_user" "$home/password"
  (cd "$home" && "${as_service[@]}" "$postgres_bin/initdb" --pgdata new --username postgres --pwfile password \
    --auth scram-sha-256 --encoding UTF8 --locale C) >> "$(log_of postgres)" 2>&1 \
    || { show_log postgres && die "initdb failed"; }
  rm "$home/password"
  mv "$home/new" "$home/data"
}

start_postgres() {
  create_database_files
  end_orphans postgres
  require_free postgres "$(port_of postgres sql)"
  # No process works in the data directory: a lock file there is a killed server's, whoever has its number now.
  rm -f "$directory/postgres/data/postmaster.pid"
  database_access > "$directory/postgres/data/pg_hba.conf"
  launch postgres become_postgres
}

become_postgres() {
  exec setsid "${as_service[@]}" "$postgres_bin/postgres" -D "$directory/postgres/data" -p "$(port_of postgres sql)" \
    -c listen_addresses="$(database_listen_addresses)" -c unix_socket_directories= -c fsync=on -c max_connections=400
}

postgres_is_ready() { run_sql -c 'select 1'; }

# As superuser, over TCP.
run_sql() {
  PGPASSWORD=$(secret_of postgres) psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    "host=127.0.0.1 port=$(port_of postgres sql) user=postgres dbname=postgres connect_timeout=5" "$@"
}

migrate_database() {
  DATABASE_OWNER_PASSWORD=$(secret_of orleansvideo_owner) DATABASE_SITE_PASSWORD=$(secret_of orleansvideo_site) \
    run_sql -f "$here/postgres/10-roles.sql" >> "$(log_of postgres)" 2>&1 || { show_log postgres && die "the roles can't be made"; }
  (
    export_settings
    export_connection orleansvideo_owner
    cd "$directory/silo-1"
    exec dotnet "$(program Silo)" migrate --grant-to orleansvideo_site < /dev/null >> "$(log_of migrate)" 2>&1 9>&-
  ) || { show_log migrate && die "the migration failed"; }
}
