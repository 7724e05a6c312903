#!/usr/bin/env bash
# Saturated throughput of the engine: tasks/s, CPU and WAL a task, for single-step, chain and diamond workflows of no-op tasks.
# Usage: bench/engine.sh [TASKS [SLOTS]]
set -euo pipefail
cd "$(dirname "$0")/.."
mvn --batch-mode --quiet -Pbench -pl bench -am package -DskipTests
exec "${JOBC_JAVA:-java}" -Xmx1g -XX:+UseSerialGC -cp 'bench/target/jobc-bench-0.1.0-SNAPSHOT.jar:bench/target/lib/*' \
  dev.jobc.bench.EngineBenchmark "$@"
