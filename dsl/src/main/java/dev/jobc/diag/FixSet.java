package dev.jobc.diag;

import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fixes that can be applied together: where two touch the same text, the first counts. */
public final class FixSet {
  private final Map<SourceFile, List<Fix.Edit>> edits = new LinkedHashMap<>();
  private int size;

  private FixSet() {}

  public static FixSet of(List<Fix> fixes) {
    FixSet set = new FixSet();
    fixes.stream().filter(set::accepts).forEach(set::add);
    return set;
  }

  /** How many of the fixes are in it. */
  public int size() {
    return size;
  }

  private boolean accepts(Fix fix) {
    return fix.edits().stream()
        .allMatch(
            edit ->
                edits.getOrDefault(edit.place().file(), List.of()).stream()
                    .noneMatch(other -> touch(other.place().span(), edit.place().span())));
  }

  private static boolean touch(Span a, Span b) {
    return a.overlaps(b) || a.start() == b.start();
  }

  private void add(Fix fix) {
    for (Fix.Edit edit : fix.edits()) {
      edits.computeIfAbsent(edit.place().file(), file -> new ArrayList<>()).add(edit);
    }
    size++;
  }

  /** The new texts, by path. A line break in a replacement becomes the file's own. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    edits.forEach((file, changes) -> texts.put(file.path(), apply(file.text(), changes)));
    return texts;
  }

  private static String apply(String text, List<Fix.Edit> changes) {
    List<Fix.Edit> backwards = new ArrayList<>(changes);
    backwards.sort(Comparator.comparing((Fix.Edit edit) -> edit.place().span()).reversed());
    StringBuilder out = new StringBuilder(text);
    boolean windows = text.contains("\r\n");
    for (Fix.Edit edit : backwards) {
      Span span = edit.place().span();
      String by = windows ? edit.replacement().replace("\n", "\r\n") : edit.replacement();
      out.replace(span.start(), span.end(), by);
    }
    return out.toString();
  }
}
