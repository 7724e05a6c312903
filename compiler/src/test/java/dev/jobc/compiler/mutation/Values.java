package dev.jobc.compiler.mutation;

import dev.jobc.compiler.mutation.Source.Site;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Mistakes in types, in values, and in how YAML is written. */
final class Values {
  private static final Pattern TYPE =
      Pattern.compile("\\b(string|int|float|bool|date|timestamp|duration|json|list|map)\\b");

  private static final Map<String, String> OTHER_TYPE =
      Map.of(
          "string",
          "int",
          "int",
          "string",
          "float",
          "string",
          "bool",
          "date",
          "date",
          "int",
          "timestamp",
          "bool",
          "duration",
          "string",
          "list<",
          "map<string, ");

  private static final Set<String> DATA =
      Set.of(
          "with", "args", "default", "env", "labels", "state", "include", "exclude", "matrix",
          "vars");

  private static final Set<String> CHOICES =
      Set.of(
          "runtime",
          "backoff",
          "jitter",
          "triggerRule",
          "onLimit",
          "isolation",
          "onLost",
          "trace",
          "onShutdown",
          "deadLetter",
          "by",
          "stdout",
          "onTimeout",
          "scope",
          "overlap");

  private static final Set<String> DURATIONS =
      Set.of(
          "timeout",
          "initial",
          "maxInterval",
          "attempt",
          "total",
          "queue",
          "heartbeat",
          "ttl",
          "per",
          "every",
          "delay");

  private static final String UNREAD =
      "nothing in the file depends on the type: the value is never read, is only put "
          + "into a text, or comes out of code that is not looked into.";

  private Values() {}

  static List<Operator> operators() {
    return List.of(
        new Operator("misspell a type", Values::misspelledTypes),
        new Operator("declare another type", Values::otherTypes, UNREAD)
            .mayLead(
                "the declaration is valid; wrong is the value that is given, or what is done with"
                    + " it."),
        new Operator("misspell a choice", s -> scalars(s, CHOICES, Values::misspelt)),
        new Operator("leave out the unit of a time", s -> scalars(s, DURATIONS, Values::unitless)),
        new Operator("write a number as a word", s -> settings(s, Json.Int.class, "three")),
        new Operator("write a number below zero", s -> settings(s, Json.Int.class, "-7")),
        new Operator("write `yes` or `no` for a boolean", s -> settings(s, Json.Bool.class, "yes")),
        new Operator("give an argument of another type", Values::arguments),
        new Operator("give a list where there is one value", Values::lists),
        new Operator(
            "misspell a path", s -> scalars(s, Set.of("file", "package"), Values::misspelt)),
        new Operator("leave out a closing quote", Values::quotes)
            .mayLead("the text goes on to the next quote, and all before that reads well."),
        new Operator("leave out a closing bracket", Values::brackets),
        new Operator("leave out the `:` of a key", Values::colons)
            .mayLead("the line reads as more of the text before it, which is then wrong."),
        new Operator("indent a key by one space too many", s -> indented(s, " ")),
        new Operator("indent a key with a tab", s -> indented(s, "\t")));
  }

  /** Places where the names of types stand, and no other words. */
  private static boolean isType(Site site) {
    boolean declared =
        Set.of("inputs", "outputs").contains(site.parent())
            && !site.keys().getFirst().equals("outputs")
            && !site.keys().contains("with");
    boolean field = site.keys().getFirst().equals("types") && !site.keys().contains("enum");
    return declared || field || (site.key().equals("type") && !site.keys().contains("with"));
  }

  private static List<MatchResult> types(Site site) {
    String word = site.word();
    boolean type = site.isEntry() && word != null && isType(site);
    return type ? TYPE.matcher(word).results().toList() : List.of();
  }

  private static Span within(Source source, Site site, MatchResult found) {
    int from = source.text().indexOf(site.word(), site.value().span().start());
    return new Span(from + found.start(), from + found.end());
  }

  private static List<Edit> misspelledTypes(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      for (MatchResult found : types(site)) {
        Span span = within(source, site, found);
        edits.add(Edit.replace(source, span, Typos.of(found.group(), source, span.start())));
      }
    }
    return edits;
  }

  private static List<Edit> otherTypes(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      for (MatchResult found : types(site)) {
        String other = OTHER_TYPE.get(found.group());
        if (other != null) {
          Edit edit = Edit.replace(source, within(source, site, found), other);
          edits.add(edit.of(site.key().equals("type") ? site.parent() : site.key()));
        }
      }
    }
    return edits;
  }

  private static String misspelt(String word) {
    return word.length() < 2
        ? null
        : word.substring(0, word.length() - 2) + word.charAt(word.length() - 1) + "q";
  }

  private static String unitless(String word) {
    return word.matches("\\d+[a-z]+") ? word.replaceAll("[a-z]", "") : null;
  }

  private static List<Edit> scalars(
      Source source, Set<String> keys, java.util.function.UnaryOperator<String> change) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      String word = site.word();
      if (site.isEntry() && word != null && keys.contains(site.key()) && !isData(site)) {
        String other = change.apply(word);
        if (other != null) {
          edits.add(Edit.replace(source, site.value().span(), other));
        }
      }
    }
    return edits;
  }

  private static boolean isData(Site site) {
    return site.keys().subList(0, site.keys().size() - 1).stream().anyMatch(DATA::contains);
  }

  /** Plain values of one kind that are no data. */
  private static List<Edit> settings(Source source, Class<? extends Json> kind, String other) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean plain =
          site.isEntry()
              && site.value() instanceof YamlNode.Scalar scalar
              && kind.isInstance(scalar.value());
      if (plain && !isData(site) && !Set.of("default", "min", "max").contains(site.key())) {
        edits.add(Edit.replace(source, site.value().span(), other));
      }
    }
    return edits;
  }

  private static List<Edit> arguments(Source source) {
    return changed(
        source,
        (site, word) -> site.parent().equals("with") && isTyped(site) ? "{ not: this }" : null);
  }

  private static List<Edit> lists(Source source) {
    return changed(
        source,
        (site, word) ->
            Set.of("uses", "runtime", "run", "id", "if", "timeout", "queue", "as")
                        .contains(site.key())
                    && !isData(site)
                ? "[" + (word.contains("${{") || word.contains(":") ? "x" : "one, two") + "]"
                : null);
  }

  private static boolean isTyped(Site site) {
    return site.owners().get(site.owners().size() - 2) instanceof YamlNode.Mapping step
        && step.get("uses") != null;
  }

  private static List<Edit> changed(Source source, BiFunction<Site, String, String> change) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      String word = site.word();
      String other = site.isEntry() && word != null ? change.apply(site, word) : null;
      if (other != null) {
        edits.add(Edit.replace(source, site.value().span(), other));
      }
    }
    return edits;
  }

  private static List<Edit> quotes(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      Span span = site.value().span();
      if (site.word() != null && "\"'".indexOf(source.text().charAt(span.start())) >= 0) {
        edits.add(Edit.replace(source, new Span(span.end() - 1, span.end()), ""));
      }
    }
    return edits;
  }

  private static List<Edit> brackets(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      Span span = site.value().span();
      if (site.word() == null
          && !span.isEmpty()
          && "{[".indexOf(source.text().charAt(span.start())) >= 0) {
        edits.add(
            Edit.replace(source, new Span(span.end() - 1, span.end()), "").alsoAt(span.start()));
      }
    }
    return edits;
  }

  private static List<Edit> colons(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      if (site.isEntry() && source.text().charAt(site.owner().span().start()) != '{') {
        int colon = site.entry().key().span().end();
        edits.add(
            Edit.replace(source, new Span(colon, colon + 1), "")
                .alsoAt(site.owner().span().start()));
      }
    }
    return edits;
  }

  private static List<Edit> indented(Source source, String by) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean block = source.text().charAt(site.owner().span().start()) != '{';
      if (site.isEntry() && block && site.index() > 0) {
        int key = site.entry().span().start();
        int before =
            ((YamlNode.Mapping) site.owner()).entries().get(site.index() - 1).span().start();
        edits.add(Edit.replace(source, Span.at(key), by).alsoAt(before));
      }
    }
    return edits;
  }
}
