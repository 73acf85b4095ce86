# All of them, in order: what others need comes first and goes last.

bring_up() {
  choose_ports
  load_network
  load_settings
  trap give_up EXIT
  program Silo > /dev/null
  program WebFrontend > /dev/null
  ensure_network
  bring_up_together postgres
  is_running silo-1 && is_running silo-2 || migrate_database
  bring_up_together silo-1 silo-2
  bring_up_together web-1 web-2
  bring_up_together proxy
  trap - EXIT
}

# An up that fails, or is interrupted, ends what it has started, last first.
give_up() {
  local status=$? index
  trap - EXIT
  for ((index = ${#started[@]} - 1; index >= 0; index--)); do
    say "ending ${started[index]}"
    (stop_process "${started[index]}") || kill_all "${started[index]}"
  done
  ! has_nothing_running || remove_network
  exit "$status"
}

has_nothing_running() {
  local each
  for each in "${process_names[@]}"; do ! is_running "$each" || return 1; done
}

bring_up_together() {
  local each
  for each in "$@"; do is_running "$each" || start_process "$each"; done
  for each in "$@"; do wait_for_process "$each"; done
}

# postgres, proxy: one of a kind. silo-1: a silo.
kind_of() { printf '%s' "${1%-[0-9]}"; }

start_process() { "start_$(kind_of "$1")" "$1"; }

wait_for_process() { wait_ready "$1" "$(cat "$directory/pids/$1")" "$(kind_of "$1")_is_ready" "$1"; }

start_one() {
  load_network
  load_settings
  ensure_network
  is_running "$1" || start_process "$1"
  wait_for_process "$1"
}

bring_down() {
  load_network
  local each status=0
  for each in proxy web-1 web-2 silo-1 silo-2 postgres; do
    case $each in
      web-1 | silo-1) ask_to_stop "${each%-1}-2" ;; # Both of a kind drain at the same time.
    esac
    (stop_process "$each") && continue
    say "ending $each by force"
    kill_all "$each"
    status=1
  done
  remove_network
  return "$status"
}
