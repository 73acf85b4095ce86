# The directory of a cluster: what lies where, and how one is made.
#
#   data/              media and key ring, OrleansVideo__DataDirectory of all
#   NAME/              working directory of each process (PostgreSQL's files: postgres/data)
#   logs/ pids/        NAME.log, appended; the last known process id of NAME
#   ports conf/        chosen at the first up, and kept: a silo must come back at its address

process_names=(postgres silo-1 silo-2 web-1 web-2 proxy)

is_process_name() {
  local known
  for known in "${process_names[@]}"; do
    [ "$known" != "$1" ] || return 0
  done
  return 1
}

log_of() { printf '%s/logs/%s.log' "$directory" "$1"; }

open_cluster() {
  [ -f "$directory/conf/cluster" ] || die "no cluster in $directory (make one with up)"
  directory=$(cd "$directory" && pwd -P)
}

create_cluster() {
  if [ ! -d "$directory/conf" ]; then
    [ -n "$port" ] || bad_usage "--port is missing: a new cluster needs one"
    [ ! -e "$directory" ] || [ -z "$(ls -A "$directory")" ] || die "$directory is not empty, and has no cluster"
  fi
  mkdir -p "$directory" || die "cannot make $directory"
  directory=$(cd "$directory" && pwd -P)
  mkdir -p "$directory"/{data,logs,pids,conf}
  chmod 700 "$directory/conf"
  make_homes
}

# PostgreSQL and nginx have homes of their own user; what lies above must let that user through.
make_homes() {
  local each
  for each in "${process_names[@]}"; do
    mkdir -p "$directory/$each"
  done
  [ ${#as_service[@]} -gt 0 ] || return 0
  chown "$service_user" "$directory/postgres" "$directory/proxy"
  chmod o+x "$directory"
  "${as_service[@]}" test -w "$directory/postgres" \
    || die "the user $service_user can't get to $directory: a folder above it is closed to others"
}

# Names clusters apart that share a machine: twelve hex digits of the directory's hash.
cluster_hash() { printf '%s' "$directory" | sha256sum | cut -c 1-12; }
