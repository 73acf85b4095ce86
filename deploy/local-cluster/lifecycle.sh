# All of them, in order: what others need comes first and goes last.

bring_up() {
  choose_ports
  ensure_certificates
  load_network
  load_settings
  trap give_up EXIT
  program Silo > /dev/null
  program WebFrontend > /dev/null
  ensure_network
  bring_up_together postgres
  all_silos_run || migrate_database
  bring_up_together "${silo_names[@]}"
  bring_up_together web-1 web-2
  bring_up_together proxy
  trap - EXIT
}

all_silos_run() {
  local each
  for each in "${silo_names[@]}"; do is_running "$each" || return 1; done
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
  local each other status=0
  for each in proxy web-1 web-2 "${silo_names[@]}" postgres; do
    case $each in
      web-1) ask_to_stop web-2 ;; # All of a kind drain at the same time.
      silo-1) for other in "${silo_names[@]}"; do ask_to_stop "$other"; done ;;
    esac
    (stop_process "$each") && continue
    say "ending $each by force"
    kill_all "$each"
    status=1
  done
  remove_network
  return "$status"
}
