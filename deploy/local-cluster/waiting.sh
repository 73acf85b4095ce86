# Waiting, always bounded.

pause=0.2 # seconds

# wait_until SECONDS COMMAND...: 0 as soon as the command succeeds, 1 when it never does.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep "$pause"
  done
}

# The end of a log, for whoever has to find out why.
show_log() {
  say "the end of $(log_of "$1"):"
  tail -n 40 "$(log_of "$1")" >&2 2> /dev/null || true
}

start_patience=90 # seconds

# wait_ready NAME PID COMMAND...: waits until the command succeeds; fails at once when the process ends before.
wait_ready() {
  local name=$1 pid=$2 deadline=$((SECONDS + start_patience))
  shift 2
  until "$@" > /dev/null 2>&1; do
    if ! readlink "/proc/$pid/cwd" > /dev/null 2>&1; then
      show_log "$name"
      die "$name ended while it was starting"
    fi
    if [ "$SECONDS" -ge "$deadline" ]; then
      show_log "$name"
      die "$name was not ready within $start_patience s"
    fi
    sleep "$pause"
  done
}
