# What the script says: to stderr, so that stdout has nothing but answers.

say() { printf 'local-cluster.sh: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

bad_usage() {
  say "$*"
  say "try --help"
  exit 2
}

usage() {
  cat <<'TEXT'
Runs a whole OrleansVideo cluster on loopback: PostgreSQL, two silos or more, two frontends, nginx.

  local-cluster.sh up     --directory DIR [--port N] [--silos N] [--isolate silo-N[+web-N]] [--tls]
  local-cluster.sh status --directory DIR
  local-cluster.sh start  NAME --directory DIR
  local-cluster.sh stop   NAME --directory DIR
  local-cluster.sh cut    NAME --directory DIR
  local-cluster.sh mend   NAME --directory DIR
  local-cluster.sh down   --directory DIR

NAME is one of postgres, silo-1, silo-2 (and so on), web-1, web-2, proxy.

up      returns when the site answers on port N of 127.0.0.1 (needed the first time); again, it starts what is missing.
        --silos: how many, 1 to 9, two unless said; it stays what it was the first time
        --tls, the first time: silos and frontends know each other by certificates, made in DIR/conf/tls
status  prints "NAME PID PORT" for each process: PID is "-" when it does not run, PORT is a silo's gateway port
start   returns when that process is ready; stop ends it in good order, or fails after a while
cut     takes the link of a silo that runs in a network namespace of its own, alone or with a frontend (up --isolate; needs root) down; mend up
down    ends everything in order; data, logs and ports stay in DIR for the next up

All that is written lies in DIR: data/, logs/NAME.log, ports, conf/, pids/. Variables named OrleansVideo__*, Logging__*
and OTEL_* go to silos and frontends, and are remembered in DIR for later starts. CONFIGURATION (Release) picks the
build output; it is built when it is missing. Run by root, PostgreSQL and nginx run as the user postgres, or nobody.
TEXT
}
