package dev.jobc.diag;

import dev.jobc.source.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects diagnostics; the same code at the same place is kept once. Not thread-safe. */
public final class Diagnostics {
  private final List<Diagnostic> collected = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();
  private int errors;
  private long compared;

  /** So many names are compared for the sake of suggestions, whatever the number of mistakes. */
  public static final long MAX_COMPARED = 400_000;

  private record Key(DiagnosticCode code, Place place) {}

  public void add(Diagnostic diagnostic) {
    if (seen.add(new Key(diagnostic.code(), diagnostic.place()))) {
      collected.add(diagnostic);
      errors += diagnostic.isError() ? 1 : 0;
    }
  }

  public void addAll(Collection<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  public boolean hasErrors() {
    return errors > 0;
  }

  /** How many errors so far; grows only. */
  public int errors() {
    return errors;
  }

  /** Whether that many more names may be compared for a suggestion; then they count. */
  public boolean mayCompare(int names) {
    boolean within = compared + names <= MAX_COMPARED;
    compared += within ? names : 0;
    return within;
  }

  /** All so far, by file and position. */
  public List<Diagnostic> sorted() {
    return collected.stream().sorted().toList();
  }

  /** A value with these diagnostics: {@code Ok} unless there is an error. */
  public <T> Checked<T> check(T value) {
    return hasErrors() ? new Checked.Failed<>(value, sorted()) : new Checked.Ok<>(value, sorted());
  }
}
