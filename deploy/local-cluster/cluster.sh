# The directory of a cluster: what lies where, and how one is made.
#
#   data/              media and key ring, OrleansVideo__DataDirectory of all
#   NAME/              working directory of each process (PostgreSQL's files: postgres/data)
#   logs/ pids/        NAME.log, appended; the last known process id of NAME
#   ports conf/        chosen at the first up, and kept: a silo must come back at its address

most_silos=9 # Each may take 40 of PostgreSQL's 400 connections.
silo_names=()
process_names=()

# name_processes SILOS: in the order in which they start.
name_processes() {
  local number
  silo_names=()
  for ((number = 1; number <= $1; number++)); do silo_names+=("silo-$number"); done
  process_names=(postgres "${silo_names[@]}" web-1 web-2 proxy)
}

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
  name_processes "$(silo_count)"
  [ -z "$name" ] || check_name "$(silo_count)"
}

# Two, as in docker-compose.yml, unless the first up said otherwise.
silo_count() { cat "$directory/conf/silos" 2> /dev/null || printf 2; }

# The first up decides, even when two come at once.
choose_silos() {
  local file=$directory/conf/silos
  [ -f "$file" ] || (set -o noclobber && printf '%s' "${silos:-2}" > "$file") 2> /dev/null || true
  name_processes "$(silo_count)"
  [ -z "$silos" ] || [ "$silos" = "$(silo_count)" ] \
    || die "the cluster in $directory was made with $(silo_count) silos; use another directory"
  [ -z "$isolate" ] || is_process_name "${isolate%+*}" || bad_usage "--isolate must be one of ${silo_names[*]}: $isolate"
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
  choose_silos
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
