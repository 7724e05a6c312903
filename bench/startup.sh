#!/usr/bin/env bash
# How long a command takes from the shell: median and range of N runs (default 11), after one that doesn't count.
# Usage: bench/startup.sh [N]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-11}
hello=samples/00-hello/workflow.yaml

measure() { # NAME BEFORE COMMAND...
  local name=$1 before=$2 times=() start end
  shift 2
  for i in $(seq 0 "$runs"); do
    $before >/dev/null 2>&1
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s%N)
    [ "$i" -eq 0 ] || times+=($(((end - start) / 1000000)))
  done
  printf '%s\n' "${times[@]}" | sort -n | awk -v name="$name" '{ t[NR] = $1 }
    END { printf "| %s | %d ms | %d to %d ms |\n", name, t[int((NR + 1) / 2)], t[1], t[NR] }'
}

echo "| command | median of $runs | range |"
echo "| --- | --: | --: |"
measure '`jobc version`' true ./jobc version
measure '`jobc check` (00-hello)' true ./jobc check "$hello"
measure '`jobc run` (00-hello), PostgreSQL running' true ./jobc run "$hello"
measure '`jobc run` (00-hello), PostgreSQL stopped before' './jobc db stop' ./jobc run "$hello"
