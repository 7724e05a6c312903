package dev.jobc.decode;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that a map must have; all that it lacks are told in one diagnostic. */
final class MissingKeys {
  private final Decoding decoding;
  private final Fields fields;
  private final Span place;
  private final String owner;
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * What a map is asked for.
   *
   * @param place where the complaint points to
   * @param owner what the map belongs to, as the message calls it
   */
  MissingKeys(Decoding decoding, Fields fields, Span place, String owner) {
    this.decoding = decoding;
    this.fields = fields;
    this.place = place;
    this.owner = owner;
  }

  /** A key that must be there; the help shows its form. */
  MissingKeys key(String key, String help) {
    if (fields.lacks(key)) {
      missing.put(key, help);
    }
    return this;
  }

  /** Complains once when there is something to complain of. */
  void report() {
    if (missing.isEmpty()) {
      return;
    }
    Diagnostic error =
        decoding.at(
            place,
            DiagnosticCode.MISSING_KEY,
            owner + " has no " + list(List.copyOf(missing.keySet())));
    for (String help : missing.values()) {
      error = error.help(help);
    }
    decoding.add(error);
  }

  private static String list(List<String> keys) {
    String last = "`" + keys.getLast() + "`";
    return keys.size() == 1
        ? last
        : "`" + String.join("`, `", keys.subList(0, keys.size() - 1)) + "` or " + last;
  }
}
