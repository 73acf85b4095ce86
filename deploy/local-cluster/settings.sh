# The caller's settings for silos and frontends, remembered so that a later start of one process has the same ones.
# The file may hold a password: conf/ is its owner's alone. Entries end in NUL, since values may hold line breaks.

declare -A settings=()

load_settings() {
  local entry
  local file=$directory/conf/settings
  while IFS= read -r -d '' entry; do
    settings[${entry%%=*}]=${entry#*=}
  done < <([ ! -f "$file" ] || cat "$file")
  while IFS= read -r -d '' entry; do
    case $entry in
      OrleansVideo__* | Logging__* | OTEL_*) settings[${entry%%=*}]=${entry#*=} ;;
    esac
  done < <(env -0)
  save_settings
}

save_settings() {
  local key
  local file=$directory/conf/settings
  for key in "${!settings[@]}"; do
    printf '%s=%s\0' "$key" "${settings[$key]}"
  done > "$file.new"
  mv "$file.new" "$file"
}

# In the process that is about to become a silo or a frontend: nothing but what is meant for it.
export_settings() {
  local key
  while IFS= read -r key; do
    case $key in
      ASPNETCORE_* | DOTNET_ENVIRONMENT | ConnectionStrings__* | PG* | OrleansVideo__*) unset "$key" ;;
    esac
  done < <(compgen -e)
  for key in "${!settings[@]}"; do
    export "$key=${settings[$key]}"
  done
  export OrleansVideo__Cluster__Mode=Cluster
  export OrleansVideo__Cluster__ClusterId="${settings[OrleansVideo__Cluster__ClusterId]:-local-$(cluster_hash)}"
  export OrleansVideo__DataDirectory="$directory/data"
  export_connection orleansvideo_site
}
