package dev.jobc.compiler;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Suggestions;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a file that reading did not understand: the innermost entry or item around an error,
 * with all that is below it. What is beside it was read.
 *
 * @param path the entries around the place of the error, outermost first
 * @param maps the map of each of them
 * @param names the names that may be declared in it, and where
 */
record LostPart(
    SourceFile file,
    List<YamlNode.Entry> path,
    List<YamlNode.Mapping> maps,
    Map<String, List<Span>> names) {
  private static final Pattern WORD = Pattern.compile("[\\w.-]+");

  /** Keys above names that authors choose, and which unknown name may be one of them. */
  private static final Map<String, Set<DiagnosticCode>> DECLARING =
      Map.of(
          "tasks", EnumSet.of(DiagnosticCode.UNKNOWN_TASK),
          "types", EnumSet.of(DiagnosticCode.UNKNOWN_TYPE),
          "inputs", EnumSet.of(DiagnosticCode.UNKNOWN_INPUT, DiagnosticCode.UNKNOWN_ARGUMENT),
          "with", EnumSet.of(DiagnosticCode.UNKNOWN_INPUT),
          "outputs", EnumSet.of(DiagnosticCode.UNKNOWN_OUTPUT),
          "state", EnumSet.of(DiagnosticCode.UNKNOWN_OUTPUT, DiagnosticCode.UNKNOWN_FIELD),
          "form", EnumSet.of(DiagnosticCode.UNKNOWN_OUTPUT),
          "errors", EnumSet.of(DiagnosticCode.UNKNOWN_ERROR),
          "secrets", EnumSet.of(DiagnosticCode.UNKNOWN_SECRET),
          "vars", EnumSet.of(DiagnosticCode.UNKNOWN_VAR));

  /** What {@code forEach}, which makes {@code item} known, is written as by mistake. */
  private static final Set<String> MAPS =
      Set.of(
          "for",
          "each",
          "withItems",
          "withParam",
          "with_items",
          "expand",
          "items",
          "values",
          "map");

  /** Keys whose values are names. */
  private static final Set<String> NAMING = Set.of("id", "as", "name");

  /** Keys with whole constructs below them, in which anything may be declared. */
  private static final Set<String> AROUND =
      Set.of(
          "steps",
          "parallel",
          "graph",
          "switch",
          "cases",
          "default",
          "catch",
          "finally",
          "loop",
          "race",
          "mapReduce",
          "map",
          "combine",
          "reduce",
          "spawn",
          "poll",
          "compensate",
          "approval",
          "waitFor",
          "type",
          "body",
          "capture",
          "triggers");

  /**
   * The part around an error.
   *
   * @param tree of the file, null when there is none: then any word may be a name
   */
  static LostPart of(Diagnostic error, @Nullable YamlNode tree) {
    SourceFile file = error.place().file();
    LostPart part = new LostPart(file, new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    if (tree == null) {
      part.words(new Span(0, file.text().length()));
      return part;
    }
    YamlNode lost = part.descend(tree, error.place().span().start());
    if (error.code() == DiagnosticCode.UNKNOWN_KEY && part.isMap()) {
      part.names.put("item", List.of(error.place().span()));
    }
    if (error.code() == DiagnosticCode.UNKNOWN_KEY || part.declares()) {
      part.collect(lost, part.lastKey());
    }
    return part;
  }

  /** Follows the path to a place; answers the innermost item, or value of an entry, around it. */
  private YamlNode descend(YamlNode tree, int at) {
    YamlNode node = tree;
    while (true) {
      YamlNode inner = null;
      if (node instanceof YamlNode.Sequence list) {
        inner = list.items().stream().filter(i -> holds(i.span(), at)).findFirst().orElse(null);
      } else if (node instanceof YamlNode.Mapping map) {
        YamlNode.Entry entry =
            map.entries().stream().filter(e -> holds(e.span(), at)).findFirst().orElse(null);
        if (entry != null) {
          path.add(entry);
          maps.add(map);
          inner = entry.value();
        }
      }
      if (inner == null || !holds(inner.span(), at)) {
        return inner == null ? node : inner;
      }
      node = inner;
    }
  }

  private static boolean holds(Span span, int at) {
    return span.start() <= at && at < Math.max(span.end(), span.start() + 1);
  }

  /** Whether names are declared by the innermost entry, or below it. */
  private boolean declares() {
    String key = lastKey();
    boolean named = path.size() > 1 && DECLARING.containsKey(path.get(path.size() - 2).name());
    if (named) {
      name(path.getLast());
    }
    return named || NAMING.contains(key) || AROUND.contains(key) || DECLARING.containsKey(key);
  }

  /** The innermost key; one that is not known counts as the one that it resembles. */
  private String lastKey() {
    return path.isEmpty() ? "steps" : path.getLast().name();
  }

  private void name(YamlNode.Entry entry) {
    names.computeIfAbsent(entry.name(), n -> new ArrayList<>()).add(entry.key().span());
  }

  private void collect(YamlNode node, String under) {
    switch (node) {
      case YamlNode.Mapping map ->
          map.entries()
              .forEach(
                  entry -> {
                    name(entry);
                    collect(entry.value(), entry.name());
                  });
      case YamlNode.Sequence list -> list.items().forEach(item -> collect(item, under));
      case YamlNode.Scalar scalar -> {
        String near = Suggestions.nearest(under, DECLARING.keySet());
        if (near != null || DECLARING.containsKey(under) || resemblesName(under)) {
          words(scalar.span());
        }
      }
    }
  }

  private boolean isMap() {
    String key = lastKey();
    return MAPS.contains(key) || Suggestions.nearest(key, Set.of("forEach")) != null;
  }

  private static boolean resemblesName(String key) {
    return Suggestions.nearest(key, NAMING) != null;
  }

  private void words(Span span) {
    WORD.matcher(span.of(file.text()))
        .results()
        .forEach(
            word ->
                names
                    .computeIfAbsent(word.group(), name -> new ArrayList<>())
                    .add(new Span(span.start() + word.start(), span.start() + word.end())));
  }

  /** Whether a name that is not known may be declared in it, by something else than its use. */
  boolean mayDeclare(String name, Diagnostic unknown) {
    boolean own = file.equals(unknown.place().file());
    Span use = unknown.place().span();
    return names.getOrDefault(name, List.of()).stream()
            .anyMatch(found -> !own || !found.overlaps(use))
        || isAbove(name, unknown.code());
  }

  /** Whether the error may have taken something with that name, around it, with it. */
  private boolean isAbove(String name, DiagnosticCode code) {
    for (int i = 1; i < path.size(); i++) {
      String key = path.get(i - 1).name();
      if (path.get(i).name().equals(name) && DECLARING.getOrDefault(key, Set.of()).contains(code)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether values that are missing at a place may be given here: in an entry beside it with one of
   * these keys, or with a key that nobody knows.
   */
  boolean mayGive(LostPart place, Set<String> keys) {
    for (int i = 0; i < path.size() && !place.maps.isEmpty(); i++) {
      boolean beside = maps.get(i) == place.maps.getLast();
      boolean unknown = i == path.size() - 1 && path.get(i).value() instanceof YamlNode.Mapping;
      if (beside && (keys.contains(path.get(i).name()) || unknown)) {
        return true;
      }
    }
    return false;
  }
}
