# Lists the files of $DIRECTORY, relative to it, as a JSON list: what git would commit when it is a
# git checkout, every regular file otherwise. Names may hold spaces, quotes, line breaks and any
# Unicode; a name that isn't UTF-8 can't be a string and is left out with a word on standard error.
export LC_ALL=C
cd -- "$DIRECTORY"

files() {
  if [ "$(git rev-parse --is-inside-work-tree 2>/dev/null)" = true ]; then
    git ls-files -z --cached --others --exclude-standard -- .
  else
    find . -type f -print0
  fi
}

text=""
comma=""
while IFS= read -r -d '' file; do
  file=${file#./}
  # Deleted but still in the index, a link, a submodule, or a report of an earlier run.
  if [ ! -f "$file" ] || [ -L "$file" ]; then continue; fi
  case "$PWD/$file" in "$OUT"/*) continue ;; esac
  case $file in
    *[!\ -~]*)
      if ! printf %s "$file" | iconv -f UTF-8 -t UTF-8 >/dev/null 2>&1; then
        printf 'left out, its name is not UTF-8: %q\n' "$file" >&2
        continue
      fi
      ;;
  esac
  file=${file//\\/\\\\}
  file=${file//\"/\\\"}
  file=${file//$'\n'/\\n}
  file=${file//$'\r'/\\r}
  file=${file//$'\t'/\\t}
  case $file in
    *[$'\x01'-$'\x1f']*)
      printf 'left out, its name holds a control character: %q\n' "$file" >&2
      continue
      ;;
  esac
  text+="$comma\"$file\""
  comma=,
done < <(files | sort -z)
printf 'files:=[%s]\n' "$text" >>"$JOBC_OUTPUT"
