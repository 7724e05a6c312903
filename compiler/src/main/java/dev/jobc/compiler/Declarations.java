package dev.jobc.compiler;

import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Where a file has names that it may declare: keys, and values of keys that name things. Looks at
 * the text alone, because it is needed where the text was not understood.
 */
final class Declarations {
  private static final String NAME = "([\\w.-]+)";
  private static final Pattern KEY =
      Pattern.compile("(?m)(?<=^|[\\s{,\"'-])" + NAME + "[\"']?\\s*:(?=\\s|$)");
  private static final Pattern VALUE =
      Pattern.compile("\\b(?:id|as|name)[\"']?\\s*:\\s*[\"']?" + NAME);

  private final Map<String, List<Span>> places = new HashMap<>();

  Declarations(SourceFile file) {
    KEY.matcher(file.text()).results().forEach(this::add);
    VALUE.matcher(file.text()).results().forEach(this::add);
  }

  private void add(MatchResult found) {
    places
        .computeIfAbsent(found.group(1), name -> new ArrayList<>())
        .add(new Span(found.start(), found.end()));
  }

  List<Span> of(String name) {
    return places.getOrDefault(name, List.of());
  }
}
