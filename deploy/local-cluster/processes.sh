# Which processes are ours. A pid file is only a hint: after kill -9 or a reboot its number may be somebody else's. A
# process is NAME's when it works in DIR/NAME and runs one of our programs; PostgreSQL's and nginx's children too.

is_ours() {
  local cwd exe
  cwd=$(readlink "/proc/$2/cwd" 2> /dev/null) || return 1 # Gone, a zombie, or of another user.
  case $cwd in
    "$directory/$1" | "$directory/$1"/*) ;;
    *) return 1 ;;
  esac
  exe=$(readlink "/proc/$2/exe" 2> /dev/null) || return 1
  exe=${exe% (deleted)}
  case ${exe##*/} in
    postgres | nginx | dotnet | ffmpeg | ffprobe | OrleansVideo.*) return 0 ;;
    *) return 1 ;;
  esac
}

# The main process of NAME, or nothing.
pid_of() {
  local pid
  pid=$(cat "$directory/pids/$1" 2> /dev/null) || return 0
  if [[ $pid =~ ^[0-9]+$ ]] && is_ours "$1" "$pid"; then
    printf '%s' "$pid"
  fi
}

is_running() { [ -n "$(pid_of "$1")" ]; }

# All processes of NAME, those included that outlived their parent.
pids_of() {
  local folder
  for folder in /proc/[0-9]*; do
    if is_ours "$1" "${folder#/proc/}"; then
      printf '%s\n' "${folder#/proc/}"
    fi
  done
}

print_status() {
  local each pid
  for each in "${process_names[@]}"; do
    pid=$(pid_of "$each")
    printf '%s %s %s\n' "$each" "${pid:--}" "$(main_port_of "$each")"
  done
}
