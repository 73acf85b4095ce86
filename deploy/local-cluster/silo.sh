# A silo: its addresses are the same at every start.

start_silo() {
  end_orphans "$1"
  local use
  if [ "$1" != "$isolated" ]; then
    for use in silo gateway health; do require_free "$1" "$(port_of "$1" "$use")"; done
  fi
  launch "$1" become_silo "$1" "$(program Silo)"
}

become_silo() {
  local enter=()
  export_settings
  export_certificates silo
  if [ "$1" = "$isolated" ]; then
    export_connection orleansvideo_site "$host_address"
    enter=(nsenter --net="/run/netns/$namespace" --)
  fi
  export OrleansVideo__Cluster__AdvertisedAddress OrleansVideo__Cluster__SiloPort
  export OrleansVideo__Cluster__GatewayPort OrleansVideo__Cluster__HealthPort
  OrleansVideo__Cluster__AdvertisedAddress=$(address_of "$1")
  OrleansVideo__Cluster__SiloPort=$(port_of "$1" silo)
  OrleansVideo__Cluster__GatewayPort=$(port_of "$1" gateway)
  OrleansVideo__Cluster__HealthPort=$(port_of "$1" health)
  exec setsid "${enter[@]}" dotnet "$2"
}

silo_is_ready() { in_network "$1" curl "${curl_quietly[@]}" "http://127.0.0.1:$(port_of "$1" health)/health/ready"; }
