#!/usr/bin/env bash
# Makes what TLS between silos and frontends needs (docs/cluster.md): an authority of the cluster's own, and a certificate for
# each of the two roles. Below DIR:
#
#   ca/ca.key ca/ca.crt               the authority; its key signs and does nothing else: keep it from silos and frontends
#   silo/tls.crt tls.key ca.crt       what a silo reads
#   frontend/tls.crt tls.key ca.crt   what a frontend reads
#
# What is there stays: run again, it makes what is missing.
set -euo pipefail
umask 077

usage() {
  cat <<'TEXT'
certificates.sh DIR [--renew | --new-authority | --forget-authority]

Without an option, makes what is missing below DIR. Silos and frontends that run read changed files by themselves.

--renew             new certificates; by the new authority, if there is one that has not signed yet
--new-authority     a new authority, trusted beside the old one; the next --renew signs with it
--forget-authority  the old authority is trusted no longer
TEXT
}

# Certificates outlive a year of forgetting; the authority is renewed with the machines.
certificate_days=${CERTIFICATE_DAYS:-397}
authority_days=${AUTHORITY_DAYS:-3650}

die() {
  printf 'certificates.sh: %s\n' "$*" >&2
  exit 1
}

run() { openssl "$@" 2> "$work/said" || die "openssl $1: $(cat "$work/said")"; }

new_key() { run genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"; }

# A file is whole when it is there: written beside, then renamed.
place() { cp "$1" "$2.new" && mv "$2.new" "$2"; }

make_authority() {
  mkdir -p "$directory/ca"
  new_key "$work/ca.key"
  run req -x509 -new -key "$work/ca.key" -sha256 -days "$authority_days" -out "$work/ca.crt" \
    -subj "/O=OrleansVideo/CN=OrleansVideo cluster $(date -u +%FT%TZ)" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign
}

# make_certificate ROLE USES: the name is what silos and frontends look for, at whatever address they are.
make_certificate() {
  local role=$1 uses=$2
  mkdir -p "$directory/$role"
  new_key "$work/$role.key"
  run req -new -key "$work/$role.key" -subj "/O=OrleansVideo/CN=$role" -out "$work/$role.csr"
  printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature "extendedKeyUsage=$uses" \
    "subjectAltName=DNS:$role.orleansvideo.internal" > "$work/$role.ext"
  run x509 -req -in "$work/$role.csr" -CA "$directory/ca/ca.crt" -CAkey "$directory/ca/ca.key" -set_serial "0x$(openssl rand -hex 16)" \
    -sha256 -days "$certificate_days" -extfile "$work/$role.ext" -out "$work/$role.crt"
  place "$work/$role.key" "$directory/$role/tls.key"
  place "$work/$role.crt" "$directory/$role/tls.crt"
}

ensure_certificate() {
  if [ "$action" = renew ] || [ ! -f "$directory/$1/tls.crt" ] || [ ! -f "$directory/$1/tls.key" ]; then make_certificate "$@"; fi
}

# What silos and frontends trust: the authority that signs, and the other one while there are two.
trust() {
  local role
  cat "$directory/ca/ca.crt" > "$work/trusted"
  [ ! -f "$directory/ca/old.crt" ] || cat "$directory/ca/old.crt" >> "$work/trusted"
  [ ! -f "$directory/ca/next.crt" ] || cat "$directory/ca/next.crt" >> "$work/trusted"
  for role in silo frontend; do
    mkdir -p "$directory/$role"
    cmp --silent "$work/trusted" "$directory/$role/ca.crt" || place "$work/trusted" "$directory/$role/ca.crt"
  done
}

directory='' action=''
for argument in "$@"; do
  case $argument in
    -h | --help) usage && exit 0 ;;
    --renew | --new-authority | --forget-authority) [ -z "$action" ] || die "one option at a time"; action=${argument#--} ;;
    -*) die "unknown option: $argument (try --help)" ;;
    *) [ -z "$directory" ] || die "one directory at a time"; directory=$argument ;;
  esac
done
[ -n "$directory" ] || die "which directory? (try --help)"
command -v openssl > /dev/null || die "missing: openssl"
mkdir -p "$directory"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

has_authority() { [ -f "$directory/ca/ca.key" ] && [ -f "$directory/ca/ca.crt" ]; }

case $action in
  new-authority)
    has_authority || die "there is no authority in $directory yet"
    [ ! -f "$directory/ca/next.key" ] || die "there is a new authority already: --renew signs with it"
    [ ! -f "$directory/ca/old.crt" ] || die "the last old authority is still trusted: --forget-authority first"
    make_authority
    place "$work/ca.key" "$directory/ca/next.key"
    place "$work/ca.crt" "$directory/ca/next.crt"
    ;;
  forget-authority)
    [ -f "$directory/ca/old.crt" ] || die "there is no old authority to forget"
    rm "$directory/ca/old.crt"
    ;;
  *)
    if ! has_authority; then
      if [ -e "$directory/ca/ca.key" ] || [ -e "$directory/ca/ca.crt" ]; then die "$directory/ca has half an authority"; fi
      make_authority
      place "$work/ca.key" "$directory/ca/ca.key"
      place "$work/ca.crt" "$directory/ca/ca.crt"
    fi
    if [ "$action" = renew ] && [ -f "$directory/ca/next.key" ]; then
      mv "$directory/ca/ca.crt" "$directory/ca/old.crt"
      mv "$directory/ca/next.key" "$directory/ca/ca.key"
      mv "$directory/ca/next.crt" "$directory/ca/ca.crt"
    fi
    ;;
esac
trust
ensure_certificate silo serverAuth,clientAuth
ensure_certificate frontend clientAuth
