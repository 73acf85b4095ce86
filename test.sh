#!/usr/bin/env bash
# Builds OrleansVideo and runs its tests.
#
#   ./test.sh                    the short set (some minutes)
#   ./test.sh --long             the soaks and storms as well
#   ./test.sh Deletion Range     only tests whose full name contains one of these words
#   ./test.sh --filter-class X   anything that starts with a dash goes to the test runner as it is
#
# CONFIGURATION picks the build configuration (Release); CI=true refuses to change lock files.
# Results, logs of the sites under test and screenshots lie in artifacts/.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec < /dev/null

configuration=${CONFIGURATION:-Release}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1

say() { printf '%s\n' "test.sh: $*" >&2; }
have() { command -v "$1" > /dev/null 2>&1; }

# 1. What cannot be installed from here must be there already.
if ! have dotnet || ! dotnet --version > /dev/null 2>&1; then
  say "the .NET SDK that global.json names is missing: https://dotnet.microsoft.com/download"
  exit 2
fi

# 2. What Debian has is installed when we may; a test that needs what is still missing fails and says so.
missing=()
have node && have npm || missing+=(nodejs npm)
have ffmpeg && have ffprobe || missing+=(ffmpeg)
have chromium || have chromium-browser || have google-chrome || missing+=(chromium)
have nginx || [ -x /usr/sbin/nginx ] || missing+=(nginx)
have prometheus && have promtool || missing+=(prometheus)
have initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || missing+=(postgresql)
have ip || [ -x /usr/sbin/ip ] || missing+=(iproute2)
have curl || missing+=(curl)
have wget || missing+=(wget)
have aria2c || missing+=(aria2)
have yt-dlp || missing+=(yt-dlp)
have mpv || missing+=(mpv)
have shellcheck || missing+=(shellcheck)
fc-list :lang=zh 2> /dev/null | grep -q . || missing+=(fontconfig fonts-wqy-microhei) # Screenshots of Chinese pages are boxes without.
have java || missing+=(default-jre-headless)
/usr/bin/python3 -c 'import feedparser' 2> /dev/null || missing+=(python3-feedparser)
have xvfb-run || missing+=(xvfb xauth)
have WebKitWebDriver || missing+=(webkit2gtk-driver gstreamer1.0-libav gstreamer1.0-plugins-good gstreamer1.0-plugins-bad)
if [ ${#missing[@]} -gt 0 ]; then
  if have apt-get && [ "$(id -u)" = 0 ]; then
    say "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq || say "apt-get update failed; trying with the lists at hand"
    for package in "${missing[@]}"; do
      apt-get install -y -qq --no-install-recommends "$package" > /dev/null || say "could not install $package"
    done
  else
    say "missing and not installable here (needs root on Debian): ${missing[*]}"
  fi
fi
if ! have node || ! have npm; then
  say "Node 20 or newer with npm is missing: https://nodejs.org"
  exit 2
fi
node_major=$(node -p 'process.versions.node.split(".")[0]')
if [ "$node_major" -lt 20 ]; then
  say "Node 20 or newer is needed to build the browser assets; this is $(node --version)"
  exit 2
fi

# 3. The arguments: our own switch, then words, then whatever the runner understands.
filters=()
long=no
if [ "${1:-}" = --long ]; then
  long=yes
  shift
fi
while [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; do
  filters+=(--filter-method "*$1*")
  shift
done
case " $* " in
  *" --filter-query "*) ;;
  *) [ "$long" = yes ] || filters+=(--filter-not-trait Set=Long) ;;
esac

# 4. One build, one run.
results=artifacts/test-results
rm -rf "$results" artifacts/sites artifacts/screenshots
mkdir -p "$results"
dotnet build OrleansVideo.sln -c "$configuration" -v quiet --nologo
dotnet test --project Tests -c "$configuration" --no-build \
  --results-directory "$results" --report-xunit-trx --report-xunit-trx-filename tests.trx \
  ${filters[@]+"${filters[@]}"} "$@"
