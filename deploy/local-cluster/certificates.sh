# TLS between silos and frontends (up --tls), with certificates in DIR/conf/tls. A cluster has it from its first up on, or never: all
# processes must agree.

ensure_certificates() {
  if [ -n "$tls" ]; then
    [ -d "$directory/conf/tls" ] || [ ! -f "$directory/conf/cluster" ] \
      || die "the cluster in $directory was made without --tls; use another directory"
    bash "$here/certificates.sh" "$directory/conf/tls" || die "the certificates can't be made"
  fi
}

# In the process that is about to become a silo or a frontend, by its role.
export_certificates() {
  local folder=$directory/conf/tls/$1
  [ -d "$folder" ] || return 0
  export OrleansVideo__Cluster__Tls__Certificate="$folder/tls.crt"
  export OrleansVideo__Cluster__Tls__Key="$folder/tls.key"
  export OrleansVideo__Cluster__Tls__Authorities="$folder/ca.crt"
}
