# A frontend: pages, API, streaming and uploads, behind the proxy.

start_web() {
  end_orphans "$1"
  require_free "$1" "$(port_of "$1" http)"
  require_free "$1" "$(port_of "$1" metrics)"
  launch "$1" become_web "$1" "$(program WebFrontend)"
}

become_web() {
  export_settings
  export ASPNETCORE_URLS ASPNETCORE_CONTENTROOT=$repository/WebFrontend OrleansVideo__Network__KnownProxies=127.0.0.1
  export OrleansVideo__Telemetry__MetricsPort
  ASPNETCORE_URLS=http://127.0.0.1:$(port_of "$1" http)
  OrleansVideo__Telemetry__MetricsPort=$(port_of "$1" metrics)
  exec setsid dotnet "$2"
}

web_is_ready() { curl "${curl_quietly[@]}" "http://127.0.0.1:$(port_of "$1" http)/health/ready"; }
