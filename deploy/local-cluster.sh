#!/usr/bin/env bash
# The topology of docker-compose.yml as plain processes on this machine: PostgreSQL, two silos, two frontends, nginx.
# `deploy/local-cluster.sh --help` says how; docs/cluster.md explains.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
repository=$(dirname "$here")
source "$here/local-cluster/messages.sh"
source "$here/local-cluster/arguments.sh"
source "$here/local-cluster/tools.sh"
source "$here/local-cluster/cluster.sh"
source "$here/local-cluster/lock.sh"
source "$here/local-cluster/settings.sh"
source "$here/local-cluster/certificates.sh"
source "$here/local-cluster/ports.sh"
source "$here/local-cluster/network.sh"
source "$here/local-cluster/processes.sh"
source "$here/local-cluster/waiting.sh"
source "$here/local-cluster/stopping.sh"
source "$here/local-cluster/launching.sh"
source "$here/local-cluster/database.sh"
source "$here/local-cluster/silo.sh"
source "$here/local-cluster/web.sh"
source "$here/local-cluster/proxy.sh"
source "$here/local-cluster/lifecycle.sh"

parse_arguments "$@"
case $verb in
  status)
    open_cluster
    print_status
    ;;
  up)
    require_tools
    create_cluster
    take_lock
    bring_up
    ;;
  start)
    require_tools
    open_cluster
    take_lock
    start_one "$name"
    ;;
  stop)
    open_cluster
    take_lock
    stop_process "$name"
    ;;
  down)
    open_cluster
    take_lock
    bring_down
    ;;
  cut | mend)
    open_cluster
    take_lock
    load_network
    set_link "$name" "$verb"
    ;;
esac
