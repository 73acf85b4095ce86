# Starting a process: apart from this script's terminal, pipes and lock; output appended to its log; its id in a file.

started=() # What this very command has started, in order.
launched='' # The id of the process started last.

# launch NAME FUNCTION ARGUMENTS...: the function makes its shell, working in DIR/NAME, the process by exec; so the id
# is known before anything can go wrong.
launch() {
  local name=$1
  shift
  (
    exec < /dev/null >> "$(log_of "$name")" 2>&1 9>&-
    cd "$directory/$name"
    "$@"
  ) &
  launched=$!
  printf '%s\n' "$launched" > "$directory/pids/$name"
  started+=("$name")
}

# One output of a project, built when it is not there.
program() {
  local output=$repository/$1/bin/${CONFIGURATION:-Release}/net10.0/OrleansVideo.$1.dll
  if [ ! -f "$output" ]; then
    say "building $1"
    dotnet build "$repository/$1" -c "${CONFIGURATION:-Release}" -v quiet --nologo >&2 || die "$1 can't be built"
  fi
  printf '%s' "$output"
}

# For all questions after health: no output, no proxy of the environment, an answer soon or none.
curl_quietly=(--fail --silent --noproxy "*" --max-time 6 --output /dev/null)
