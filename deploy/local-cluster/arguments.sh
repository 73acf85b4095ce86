# From the command line to verb, name, directory, port, silos, isolate and tls; anything unclear ends with exit code 2.

verb='' name='' directory='' port='' silos='' isolate='' tls=''

parse_arguments() {
  [ $# -gt 0 ] || bad_usage "no command given"
  case $1 in
    -h | --help | help) usage && exit 0 ;;
    up | status | start | stop | down | cut | mend) verb=$1 ;;
    *) bad_usage "unknown command: $1" ;;
  esac
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      -h | --help) usage && exit 0 ;;
      --directory | --port | --silos | --isolate)
        [ $# -ge 2 ] && [ -n "$2" ] || bad_usage "$1 needs a value"
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      --tls)
        tls=yes
        shift
        ;;
      -*) bad_usage "unknown option: $1" ;;
      *)
        [ -z "$name" ] || bad_usage "one name at a time: $name, $1"
        name=$1
        shift
        ;;
    esac
  done
  check_arguments
}

check_arguments() {
  [ -n "$directory" ] || bad_usage "--directory is missing"
  # The path goes into configuration files; these characters would mean something there.
  case $directory in
    *[\"\'\$\\\;\{\}\#]* | *$'\n'*) bad_usage "--directory has a character that can't be used: $directory" ;;
  esac
  case $verb in
    start | stop | cut | mend) check_name "$most_silos" ;; # How many silos there are, the cluster's directory says later.
    *) [ -z "$name" ] || bad_usage "$verb takes no name: $name" ;;
  esac
  [ "$verb" = up ] || [ -z "$port$silos$isolate$tls" ] || bad_usage "--port, --silos, --isolate and --tls belong to up"
  [ -z "$port" ] || { [[ $port =~ ^[0-9]{1,5}$ ]] && [ "$port" -ge 1 ] && [ "$port" -le 65535 ]; } \
    || bad_usage "--port must be 1 to 65535: $port"
  case $silos in
    '' | [1-9]) ;;
    *) bad_usage "--silos must be 1 to $most_silos: $silos" ;;
  esac
  case $isolate in
    '' | silo-[1-9] | silo-[1-9]+web-[12]) ;;
    *) bad_usage "--isolate must be a silo, alone or with +web-1 or +web-2: $isolate" ;;
  esac
}

# check_name SILOS: the name is a process of a cluster with so many silos.
check_name() {
  name_processes "$1"
  is_process_name "$name" || bad_usage "unknown name: '$name' (one of: ${process_names[*]})"
}
