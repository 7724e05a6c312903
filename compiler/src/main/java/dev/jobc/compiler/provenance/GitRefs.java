package dev.jobc.compiler.provenance;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names in a repository stand for.
 *
 * @param own the directory of the work tree at hand
 * @param common that of the repository; the same unless there are several work trees
 */
record GitRefs(Path own, Path common) {
  /** As many names may stand for each other, one for the next, as git itself follows. */
  private static final int MOST_STEPS = 5;

  private static final long MOST_PACKED = 32L << 20;
  private static final int LONGEST_NAME = 1024;
  private static final String SYMBOLIC = "ref:";

  /** SHA-1, or SHA-256. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** Names that are no way out of the directory. */
  private static final Pattern NAME =
      Pattern.compile("refs(/(?!\\.)[^/\\\\\\p{Cntrl}:*?\\[~^ ]+)+");

  /** Each work tree has its own. */
  private static final List<String> OWN =
      List.of("refs/bisect/", "refs/worktree/", "refs/rewritten/");

  /** The commit that is checked out; null when there is none yet, or it can't be found. */
  @Nullable String head() {
    String value = GitFiles.line(own, "HEAD");
    for (int step = 0; value != null && step < MOST_STEPS; step++) {
      if (ID.matcher(value).matches()) {
        return value;
      }
      String name = value.startsWith(SYMBOLIC) ? value.substring(SYMBOLIC.length()).strip() : "";
      value = name.length() <= LONGEST_NAME && NAME.matcher(name).matches() ? find(name) : null;
    }
    return null;
  }

  private @Nullable String find(String name) {
    Path place = OWN.stream().anyMatch(name::startsWith) ? own : common;
    String loose = GitFiles.line(place, name);
    return loose != null ? loose : packed(name);
  }

  private @Nullable String packed(String name) {
    String ending = " " + name;
    String[] found = new String[1];
    GitFiles.lines(
        common.resolve("packed-refs"),
        MOST_PACKED,
        line -> {
          if (line.endsWith(ending)) {
            found[0] = line.substring(0, line.length() - ending.length());
          }
          return found[0] == null;
        });
    return found[0];
  }
}
