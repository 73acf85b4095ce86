# A frontend: pages, API, streaming and uploads, behind the proxy.

start_web() {
  end_orphans "$1"
  if ! is_apart "$1"; then
    require_free "$1" "$(port_of "$1" http)"
    require_free "$1" "$(port_of "$1" metrics)"
  fi
  launch "$1" become_web "$1" "$(program WebFrontend)"
}

become_web() {
  local enter=()
  export_settings
  export_certificates frontend
  if is_apart "$1"; then
    export_connection orleansvideo_site "$host_address"
    enter=(nsenter --net="/run/netns/$namespace" --)
  fi
  export ASPNETCORE_URLS ASPNETCORE_CONTENTROOT=$repository/WebFrontend OrleansVideo__Network__KnownProxies=127.0.0.1${door:+,${door%.*}.5}
  export OrleansVideo__Telemetry__MetricsPort
  ASPNETCORE_URLS=http://$(viewers_address_of "$1"):$(port_of "$1" http)
  OrleansVideo__Telemetry__MetricsPort=$(port_of "$1" metrics)
  exec setsid "${enter[@]}" dotnet "$2"
}

web_is_ready() { curl "${curl_quietly[@]}" "http://$(viewers_address_of "$1"):$(port_of "$1" http)/health/ready"; }
