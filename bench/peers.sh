#!/usr/bin/env bash
# jobc and other job queues side by side on one PostgreSQL: jobs/s, CPU and WAL a job. What can't be built on this machine is listed with the reason.
# Usage: bench/peers.sh [SECONDS [NAME...]]   names: jobc graphile-worker db-scheduler river pg-boss jobrunr; all when none is given
set -euo pipefail
cd "$(dirname "$0")/.."
java="${JOBC_JAVA_HOME:?set it to a JDK 21 or newer}/bin/java"
seconds=${1:-15}
shift || true
[ $# -gt 0 ] || set -- jobc graphile-worker db-scheduler river pg-boss jobrunr
heap="-Xmx1g -XX:+UseSerialGC"
ours='bench/target/jobc-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*'
java_peers='bench/peers/java/target/jobc-bench-peers-0.1.0-SNAPSHOT.jar:bench/peers/java/target/lib/*'
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# What it takes to run each; prints the command, or "!" and why not. Output of the tools goes to the log.
node_peer() { # NAME
  command -v node >>"$log" || { echo "!Node.js is not installed"; return; }
  (cd "bench/peers/$1" && npm install --no-package-lock --no-audit --no-fund >>"$log" 2>&1) || { echo "!npm install failed"; return; }
  echo "node bench/peers/$1/main.mjs"
}
go_peer() { # NAME
  command -v go >>"$log" || { echo "!Go is not installed"; return; }
  (cd "bench/peers/$1" && go build -o target/peer . >>"$log" 2>&1) || { echo "!go build failed"; return; }
  echo "bench/peers/$1/target/peer"
}
java_peer() { # CLASS
  mvn --batch-mode --quiet -Ppeers -pl bench/peers/java package -Dmaven.test.skip=true >>"$log" 2>&1 || { echo "!Maven failed"; return; }
  echo "$java $heap -cp $java_peers dev.jobc.peers.$1"
}

mvn --batch-mode --quiet -Pbench -pl bench -am package -Dmaven.test.skip=true
peers=()
for name in "$@"; do
  case $name in
    jobc) command="$java $heap -cp $ours dev.jobc.bench.JobcPeer /tmp/jobc-bench-peer URL" ;;
    graphile-worker | pg-boss) command=$(node_peer "$name") ;;
    river) command=$(go_peer "$name") ;;
    db-scheduler) command=$(java_peer DbSchedulerPeer) ;;
    jobrunr) command=$(java_peer JobRunrPeer) ;;
    *) echo "no peer is called $name" >&2; exit 2 ;;
  esac
  [ "${command#!}" = "$command" ] || { echo "$name: ${command#!}" >&2; tail -5 "$log" >&2; }
  peers+=("$name=$command")
done
exec "$java" -Xmx256m -cp "$ours" dev.jobc.bench.PeersBenchmark "$seconds" "${peers[@]}"
