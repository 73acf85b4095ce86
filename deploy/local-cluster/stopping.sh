# Ending processes: in good order, bounded; by force only what has no other way to end.

stop_patience=60 # seconds: longer than the time in which a frontend drains its streams and uploads

# PostgreSQL: SIGINT is the fast shutdown. nginx: SIGQUIT lets open answers end.
stop_signal_of() {
  case $1 in
    postgres) printf INT ;;
    proxy) printf QUIT ;;
    *) printf TERM ;;
  esac
}

ask_to_stop() {
  local pid
  pid=$(pid_of "$1")
  [ -z "$pid" ] || kill -s "$(stop_signal_of "$1")" "$pid" 2> /dev/null || true
}

is_stopped() { ! is_running "$1"; }

has_no_process() { [ -z "$(pids_of "$1")" ]; }

stop_process() {
  ask_to_stop "$1"
  if ! wait_until "$stop_patience" is_stopped "$1"; then
    show_log "$1"
    die "$1 (process $(pid_of "$1")) did not end within $stop_patience s"
  fi
  end_orphans "$1"
  rm -f "$directory/pids/$1"
}

# Workers that outlived a killed parent. PostgreSQL's notice and end by themselves; SIGQUIT makes those that hang do so.
end_orphans() {
  local pid
  if [ "$1" = postgres ]; then
    ! wait_until 10 has_no_process "$1" || return 0
    for pid in $(pids_of "$1"); do kill -s QUIT "$pid" 2> /dev/null || true; done
    ! wait_until 5 has_no_process "$1" || return 0
  fi
  kill_all "$1"
}

kill_all() {
  local pid
  for pid in $(pids_of "$1"); do kill -s KILL "$pid" 2> /dev/null || true; done
  wait_until 10 has_no_process "$1" || die "processes of $1 can't be ended: $(pids_of "$1" | tr '\n' ' ')"
}
