# The ports of a cluster, in DIR/ports, a line "NAME USE PORT" each. Chosen once: fixed addresses bring a killed silo
# back in seconds. They lie below the range from which the kernel takes ports for outgoing connections, so that nobody
# gets one by chance while its process is away.

port_of() { awk -v name="$1" -v use="$2" '$1 == name && $2 == use { print $3 }' "$directory/ports"; }

# The port that people would use: what status prints.
main_port_of() {
  case $1 in
    postgres) port_of postgres sql ;;
    silo-*) port_of "$1" gateway ;;
    *) port_of "$1" http ;;
  esac
}

is_listening() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

choose_ports() {
  if [ -f "$directory/ports" ]; then
    [ -z "$port" ] || [ "$port" = "$(port_of proxy http)" ] \
      || die "the cluster in $directory has port $(port_of proxy http); it can't be moved to $port"
    return 0
  fi
  [ -n "$port" ] || bad_usage "--port is missing: a new cluster needs one"
  ! is_listening "$port" || die "port $port is in use"
  local line candidate=$((20000 + RANDOM % 11000))
  for line in "postgres sql" "${silo_names[@]/%/ silo}" "${silo_names[@]/%/ gateway}" "${silo_names[@]/%/ health}" \
    web-{1,2}" http" web-{1,2}" metrics"; do
    candidate=$((candidate + 1))
    while [ "$candidate" = "$port" ] || is_listening "$candidate"; do
      candidate=$((candidate + 1))
    done
    printf '%s %s\n' "$line" "$candidate"
  done > "$directory/ports.new"
  printf 'proxy http %s\n' "$port" >> "$directory/ports.new"
  mv "$directory/ports.new" "$directory/ports"
}

# A start into a port that somebody else has would fail in that program's words, or not at all: fail in ours.
require_free() {
  ! is_listening "$2" || die "$1 can't start: its port $2 is in use by a process that is not of this cluster"
}
