# nginx, from the template that docker-compose.yml uses too.

start_proxy() {
  end_orphans proxy
  require_free proxy "$(port_of proxy http)"
  local text
  text=$(< "$here/nginx/nginx.conf.template")
  fill SITE_LISTEN "127.0.0.1:$(port_of proxy http)"
  fill SITE_FRONTEND_1 "$(viewers_address_of web-1):$(port_of web-1 http)"
  fill SITE_FRONTEND_2 "$(viewers_address_of web-2):$(port_of web-2 http)"
  fill SITE_DIRECTORY "$directory/proxy"
  fill SITE_ACCESS_LOG "$directory/proxy/access.log"
  fill SITE_TRUSTED_PROXY 192.0.2.1 # An address that nobody has (RFC 5737).
  printf '%s\n' "$text" > "$directory/proxy/nginx.conf"
  launch proxy become_proxy
}

fill() { text=${text//"\${$1}"/"$2"}; }

become_proxy() {
  exec setsid "${as_service[@]}" "$nginx_bin" -e stderr -c "$directory/proxy/nginx.conf" -g 'daemon off;'
}

proxy_is_ready() { curl "${curl_quietly[@]}" "http://127.0.0.1:$(port_of proxy http)/health/ready"; }
