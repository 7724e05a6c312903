#!/usr/bin/env bash
# Saturated throughput of the engine: tasks/s, CPU and WAL a task, for single-step, chain and diamond workflows of no-op tasks.
# With --telemetry instead: the same load with telemetry off and on by turns, and how much is left of the throughput.
# Usage: bench/engine.sh [TASKS [SLOTS]]
#        bench/engine.sh --telemetry [TASKS [SLOTS [ROUNDS]]]
set -euo pipefail
cd "$(dirname "$0")/.."
benchmark=EngineBenchmark
if [ "${1:-}" = --telemetry ]; then
  benchmark=TelemetryBenchmark
  shift
fi
mvn --batch-mode --quiet -Pbench -pl bench -am package -Dmaven.test.skip=true
# The jars need Java 21; a default java may be older.
exec "${JOBC_JAVA_HOME:?set it to a JDK 21 or newer}/bin/java" -Xmx1g -XX:+UseSerialGC -cp 'bench/target/jobc-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*' \
  dev.jobc.bench.$benchmark "$@"
