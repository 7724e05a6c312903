#!/usr/bin/env bash
# Compares a census with an independent count: files, bytes and lines by wc, duplicates by sha256sum.
# Usage: check.sh DIRECTORY REPORT.md
set -euo pipefail
report=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
out=$(dirname "$report")
cd -- "$1"
list() {
  if [ "$(git rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
    git ls-files -z --cached --others --exclude-standard -- .
  else
    find . -type f -print0
  fi
}
files=0 bytes=0 lines=0
sums=$(mktemp)
trap 'rm -f "$sums"' EXIT
while IFS= read -r -d '' file; do
  file=${file#./}
  if [ ! -f "$file" ] || [ -L "$file" ]; then continue; fi
  case "$PWD/$file" in "$out"/*) continue ;; esac
  size=$(wc -c <"$file")
  files=$((files + 1)) bytes=$((bytes + size))
  if [ "$size" -gt 0 ]; then sha256sum <"$file" >>"$sums"; fi
  # A file with a NUL in its first 8 KiB is binary; an unterminated last line counts.
  if [ "$(head -c 8192 -- "$file" | tr -d '\0' | wc -c)" -eq "$(head -c 8192 -- "$file" | wc -c)" ]; then
    lines=$((lines + $(wc -l <"$file")))
    if [ "$size" -gt 0 ] && [ "$(tail -c 1 -- "$file" | wc -l)" -eq 0 ]; then lines=$((lines + 1)); fi
  fi
done < <(list)
duplicates=$(sort "$sums" | uniq -d | wc -l)
expected="files=$files bytes=$bytes lines=$lines duplicates=$((duplicates))"
reported=$(awk -F'|' '/\*\*all\*\*/ { gsub(/[ ,]/, ""); printf "files=%s bytes=%s lines=%s", $3, $4, $5 }' "$report")
reported="$reported duplicates=$(grep -c '^- ' "$report" || true)"
echo "counted:  $expected"
echo "reported: $reported"
[ "$expected" = "$reported" ]
