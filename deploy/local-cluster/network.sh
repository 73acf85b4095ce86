# Addresses. All is loopback, unless one silo is put into a network namespace of its own so that its link can be cut:
# then a pair of virtual interfaces joins the two sides, and what that silo must reach listens on the host's end. A
# frontend may go with it; it has a second pair, its door, through which its viewers come whether or not the link is cut.

isolated='' namespace='' host_address='' namespace_address='' companion='' door=''

load_network() {
  local file=$directory/conf/network
  if [ ! -f "$directory/conf/cluster" ]; then
    choose_network > "$file"
    date -u +%FT%TZ > "$directory/conf/cluster"
  fi
  read -r isolated namespace host_address namespace_address companion door < "$file" || true
  [ -z "$isolate" ] || [ "$isolate" = "$isolated${companion:++$companion}" ] \
    || die "the cluster in $directory was made without --isolate $isolate; use another directory"
}

choose_network() {
  [ -n "$isolate" ] || return 0
  [ "$(id -u)" = 0 ] || die "--isolate needs root"
  command -v ip > /dev/null && command -v nsenter > /dev/null || die "--isolate needs ip and nsenter (Debian: iproute2, util-linux)"
  local net=10.$((64 + RANDOM % 64)).$((RANDOM % 256))
  while ip -o -4 address | grep -qF " $net."; do
    net=10.$((64 + RANDOM % 64)).$((RANDOM % 256))
  done
  local with=''
  [ "$isolate" = "${isolate%+*}" ] || with="${isolate#*+} $net.6"
  printf '%s ov-%s %s.1 %s.2 %s\n' "${isolate%+*}" "$(cluster_hash)" "$net" "$net" "$with"
}

# The interfaces' names have at most 15 characters.
host_link() { printf 'ovh%s' "${namespace#ov-}"; }
namespace_link() { printf 'ovn%s' "${namespace#ov-}"; }
host_door() { printf 'ovd%s' "${namespace#ov-}"; }
namespace_door() { printf 'ove%s' "${namespace#ov-}"; }

ensure_network() {
  [ -n "$isolated" ] || return 0
  if ! ip -n "$namespace" link show "$(namespace_link)" > /dev/null 2>&1; then
    remove_network
    ip netns add "$namespace"
    ip link add "$(host_link)" type veth peer name "$(namespace_link)" netns "$namespace"
    ip address add "$host_address/30" dev "$(host_link)"
    ip -n "$namespace" address add "$namespace_address/30" dev "$(namespace_link)"
    ip link set "$(host_link)" up
    ip -n "$namespace" link set lo up
    ip -n "$namespace" address add "$namespace_address/32" dev lo # Who is in there finds the silo though the link be cut.
    ip -n "$namespace" link set "$(namespace_link)" up
    [ -z "$companion" ] || open_door
  fi
}

open_door() {
  ip link add "$(host_door)" type veth peer name "$(namespace_door)" netns "$namespace"
  ip address add "${door%.*}.5/30" dev "$(host_door)"
  ip -n "$namespace" address add "$door/30" dev "$(namespace_door)"
  ip link set "$(host_door)" up
  ip -n "$namespace" link set "$(namespace_door)" up
}

remove_network() {
  [ -n "$isolated" ] || return 0
  ip link delete "$(host_link)" 2> /dev/null || true
  ip link delete "$(host_door)" 2> /dev/null || true
  ip netns delete "$namespace" 2> /dev/null || true
}

# cut, mend: the silo's own end, since the host's loses its addresses when it goes down.
set_link() {
  [ -n "$isolated" ] && [ "$1" = "$isolated" ] || die "$1 has no link of its own (up --isolate $1)"
  local state=up
  [ "$2" = mend ] || state=down
  ip -n "$namespace" link set "$(namespace_link)" "$state" || die "the link of $1 can't be set $state"
}

address_of() {
  if [ -z "$isolated" ]; then
    printf 127.0.0.1
  elif [ "$1" = "$isolated" ]; then
    printf '%s' "$namespace_address"
  elif [ "$1" = "$companion" ]; then
    printf '%s' "$door"
  else
    printf '%s' "$host_address"
  fi
}

is_apart() { [ -n "$isolated" ] && { [ "$1" = "$isolated" ] || [ "$1" = "$companion" ]; }; }

# The address at which viewers, the proxy among them, find a frontend.
viewers_address_of() { if is_apart "$1"; then printf '%s' "$door"; else printf 127.0.0.1; fi; }

# in_network NAME COMMAND...: where NAME's loopback is.
in_network() {
  local name=$1
  shift
  if is_apart "$name"; then
    nsenter --net="/run/netns/$namespace" -- "$@"
  else
    "$@"
  fi
}

database_listen_addresses() { printf '127.0.0.1%s' "${host_address:+,$host_address}"; }

database_access() {
  printf 'host all all 127.0.0.1/32 scram-sha-256\n'
  [ -z "$host_address" ] || printf 'host orleansvideo all %s/30 scram-sha-256\n' "$host_address"
}
