#!/usr/bin/env bash
# How long `jobc check` takes from the shell, and how much memory, for generated workflows: median of N runs (default 5), after one that doesn't count.
# Usage: bench/check.sh [N [STEPS...]]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}
shift || true
[ $# -gt 0 ] || set -- 200 1000 2000 4000 8000 10000
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT

# A chain in which every step calls a task with an output of the one before; every tenth is a map, every seventh has a condition.
generate() { # STEPS
  awk -v n="$1" 'BEGIN {
    print "jobc: v1\nname: generated\ninputs: { day: date, limit: { type: int, default: 10 } }"
    print "tasks:\n  load:\n    runtime: shell\n    inputs: { day: date, rows: int }\n    outputs: { rows: int }\n    run: ./load.sh\nsteps:"
    for (i = 1; i <= n; i++) {
      rows = i == 1 || last == 0 ? "inputs.limit" : "steps.s" last ".outputs.rows"
      print "- id: s" i "\n  uses: load\n  with: { day: \"${{inputs.day}}\", rows: \"${{" rows "+1}}\" }"
      last = i
      if (i % 10 == 0) { print "  forEach: [1, 2]\n  as: x"; last = 0 }
      if (i % 7 == 0 && last) { print "  if: inputs.limit > 1"; last = 0 }
    }
  }'
}

# Milliseconds and peak resident KiB of one run. The launcher replaces itself with the JVM, so that its peak is the process's own.
once() { # FILE
  local start end
  start=$(date +%s%N)
  /usr/bin/time -f %M -o "$directory/rss" ./jobc check "$1" >"$directory/out" 2>&1 || { cat "$directory/out" >&2; exit 1; }
  end=$(date +%s%N)
  echo "$(((end - start) / 1000000)) $(tail -1 "$directory/rss")"
}

echo "| steps | KiB of source | median of $runs | range | most memory | ms a 1,000 steps |"
echo "| --: | --: | --: | --: | --: | --: |"
for steps in "$@"; do
  file=$directory/generated.yaml
  generate "$steps" >"$file"
  once "$file" >/dev/null
  for _ in $(seq "$runs"); do once "$file"; done | sort -n | awk -v steps="$steps" -v size="$(wc -c <"$file")" '
    { t[NR] = $1; if ($2 > rss) rss = $2 }
    END {
      m = t[int((NR + 1) / 2)]
      printf "| %d | %d | %d ms | %d to %d ms | %d MiB | %.0f |\n", steps, size / 1024, m, t[1], t[NR], rss / 1024, m * 1000 / steps
    }'
done
