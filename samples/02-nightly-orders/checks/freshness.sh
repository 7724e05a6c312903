#!/usr/bin/env bash
# How many minutes the newest file of a day is behind the end of that day; fails when there is none.
# Usage: freshness.sh FOLDER DAY
set -euo pipefail
newest=$(find "$1" -path "*/$2/*.csv" -printf '%T@\n' | sort -n | tail -1)
end=$(date -u -d "$2 + 1 day" +%s)
lag=$(((${newest%.*} - end) / 60))
echo "lag_minutes=$((lag > 0 ? lag : 0))"
