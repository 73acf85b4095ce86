# What must be installed, where it is, and as whom PostgreSQL and nginx run.

postgres_bin='' nginx_bin=''
as_service=() # In front of a command that must not run as root; empty when we are not.

require_tools() {
  local tool missing=()
  for tool in dotnet curl psql flock setsid; do
    command -v "$tool" > /dev/null || missing+=("$tool")
  done
  find_postgres || missing+=("initdb and postgres (Debian: postgresql)")
  find_nginx || missing+=(nginx)
  [ ${#missing[@]} -eq 0 ] || die "missing: ${missing[*]}"
  choose_service_user
}

find_postgres() {
  local folder
  if command -v initdb > /dev/null && command -v postgres > /dev/null; then
    postgres_bin=$(dirname "$(readlink -f "$(command -v initdb)")")
    return 0
  fi
  # Debian keeps them off the PATH, a folder for each major version: take the newest.
  for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort --version-sort --reverse); do
    if [ -x "$folder/initdb" ]; then
      postgres_bin=$folder
      return 0
    fi
  done
  return 1
}

find_nginx() {
  nginx_bin=$(command -v nginx || true)
  [ -n "$nginx_bin" ] || nginx_bin=/usr/sbin/nginx
  [ -x "$nginx_bin" ]
}

service_user=$(id -un)

choose_service_user() {
  [ "$(id -u)" = 0 ] || return 0
  service_user=postgres
  id "$service_user" > /dev/null 2>&1 || service_user=nobody
  command -v setpriv > /dev/null || die "missing: setpriv (Debian: util-linux)"
  as_service=(setpriv --reuid "$(id -u "$service_user")" --regid "$(id -g "$service_user")" --clear-groups --no-new-privs)
}
