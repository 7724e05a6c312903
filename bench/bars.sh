#!/usr/bin/env bash
# The engine's other bars, one a command: latencies, what a claim costs, a large map, warm Python tasks.
# Usage: bench/bars.sh idle [RUNS]              submit to start, one run at a time
#        bench/bars.sh paced [RATE [SECONDS]]   ready to start at a steady rate, 12,000 tasks/s for 20 s a shape
#        bench/bars.sh claim [ROWS]             with a snapshot held open, and with so many rows waiting (1,000,000)
#        bench/bars.sh grow [TASKS]             1 to 4 executors, 1 to 200 queues, 60,000 tasks each
#        bench/bars.sh map [ITEMS]              a map over 100,000 items and a step after it
#        bench/bars.sh python [ITEMS [SLOTS]]   tasks/s of warm Python workers, from the shell
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || { sed -n '2,8s/^# //p' "$0" >&2; exit 2; }

python_tasks() { # ITEMS [SLOTS]
  local directory run
  directory=$(mktemp -d)
  chmod 755 "$directory" # As root the server runs as another user.
  export JOBC_HOME="$directory/home"
  trap './jobc db stop >/dev/null 2>&1; rm -rf "$directory"' RETURN
  cat > "$directory/workflow.yaml" <<YAML
jobc: v1
name: warm_python
tasks:
  nothing:
    runtime: python
    run: |
      pass
steps:
  - id: warm
    forEach: \${{ range(2000) }}
    steps: [{ id: warming, uses: nothing }]
  - id: measured
    forEach: \${{ range($1) }}
    steps: [{ id: task, uses: nothing }]
YAML
  ./jobc run ${2:+--slots "$2"} "$directory/workflow.yaml" > "$directory/out" 2>&1 || { tail "$directory/out" >&2; return 1; }
  run=$(./jobc runs list -n 1 -o json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
  ./jobc runs show "$run" -o json | python3 -c '
import json, sys
from datetime import datetime
step = next(step for step in json.load(sys.stdin)["steps"] if step["id"] == "task")
begin, end = (datetime.fromisoformat(step[key].replace("Z", "+00:00")) for key in ("startedAt", "finishedAt"))
seconds = (end - begin).total_seconds()
print("| Python tasks | tasks/s |\n| --: | --: |\n| {:,} | {:,.0f} |".format(step["instances"], step["instances"] / seconds))'
}

if [ "$1" = python ]; then
  python_tasks "${2:-30000}" ${3:+"$3"}
  exit
fi
mvn --batch-mode --quiet -Pbench -pl bench -am package -Dmaven.test.skip=true
exec "${JOBC_JAVA_HOME:?set it to a JDK 21 or newer}/bin/java" -Xmx1g -XX:+UseSerialGC -cp 'bench/target/jobc-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*' \
  dev.jobc.bench.Bars "$@"
