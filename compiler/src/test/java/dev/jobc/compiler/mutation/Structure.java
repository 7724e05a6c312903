package dev.jobc.compiler.mutation;

import dev.jobc.compiler.mutation.Source.Site;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Mistakes with keys, ids and whole entries. */
final class Structure {
  /** Below these, an author chooses the keys. */
  private static final Set<String> NAMES =
      Set.of(
          "inputs",
          "outputs",
          "with",
          "env",
          "errors",
          "types",
          "tasks",
          "vars",
          "secrets",
          "labels",
          "exitCodes",
          "matrix",
          "state",
          "form");

  /** Below these there is nothing but data or types. */
  private static final Set<String> DATA =
      Set.of("with", "default", "include", "exclude", "examples", "types", "matrix", "initial");

  private static final Set<String> CODE = Set.of("run", "file", "package", "class", "command");

  private static final String ORDER =
      "a step whose outputs are read is waited for anyway, and an order for its own "
          + "sake is known to the author alone.";

  private Structure() {}

  static List<Operator> operators() {
    return List.of(
        new Operator("misspell a key of the language", s -> misspell(s, Structure::isKeyword))
            .mayLead(
                "a field of a record that has the name of a key; it is missing where it is read."),
        new Operator("misspell an argument", s -> misspell(s, Structure::isArgument)),
        new Operator("write a key twice", Structure::twice),
        new Operator("give a step the id of another", Structure::sameId),
        new Operator("leave out `jobc` or `name`", s -> drop(s, Structure::isHeader)),
        new Operator("leave out what a task or step runs", s -> drop(s, Structure::isCode)),
        new Operator("leave out an argument without default", Structure::dropArgument),
        new Operator("leave out `needs`", s -> drop(s, site -> site.key().equals("needs")), ORDER),
        new Operator("leave out `type` of a declaration", s -> drop(s, Structure::isTypeKey)),
        new Operator("swap the names of two arguments", Structure::swapArguments),
        new Operator("use a step before it has run", Structure::swapSteps));
  }

  static boolean isKeyword(Site site) {
    List<String> above = site.keys().subList(0, site.keys().size() - 1);
    return !NAMES.contains(site.parent())
        && above.stream().noneMatch(DATA::contains)
        && !(site.parent().equals("type") || isRecordType(site));
  }

  private static boolean isRecordType(Site site) {
    return site.keys().contains("type") && !site.key().equals("type");
  }

  static boolean isArgument(Site site) {
    return site.parent().equals("with") && callee(site) != null;
  }

  private static boolean isHeader(Site site) {
    return site.keys().equals(List.of("jobc")) || site.keys().equals(List.of("name"));
  }

  private static boolean isCode(Site site) {
    return (CODE.contains(site.key()) && isKeyword(site) && !site.keys().contains("capture"))
        || (site.key().equals("uses") && isKeyword(site));
  }

  private static boolean isTypeKey(Site site) {
    return site.key().equals("type") && NAMES.contains(grandparent(site));
  }

  private static String grandparent(Site site) {
    return site.keys().size() < 3 ? "" : site.keys().get(site.keys().size() - 3);
  }

  /** What the step around an argument uses. */
  private static String callee(Site argument) {
    YamlNode step = argument.owners().get(argument.owners().size() - 2);
    return step instanceof YamlNode.Mapping map
            && map.get("uses") != null
            && map.get("uses").value() instanceof YamlNode.Scalar uses
        ? uses.text().value()
        : null;
  }

  private static List<Edit> misspell(Source source, Predicate<Site> where) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      if (site.isEntry() && where.test(site)) {
        Span span = site.entry().key().span();
        edits.add(Edit.replace(source, span, Typos.of(site.key(), source, span.start())));
      }
    }
    return edits;
  }

  private static List<Edit> twice(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean flow = source.text().charAt(site.owner().span().start()) == '{';
      if (site.isEntry() && flow && site.word() != null) {
        Span at = Span.at(site.entry().span().end());
        edits.add(Edit.replace(source, at, ", " + site.key() + ": other"));
      }
    }
    return edits;
  }

  private static List<Edit> sameId(Source source) {
    List<Edit> edits = new ArrayList<>();
    List<Site> ids = source.sites().stream().filter(s -> s.isEntry() && isId(s)).toList();
    for (int i = 1; i < ids.size(); i++) {
      Site first = ids.get(i - 1);
      edits.add(
          Edit.replace(source, ids.get(i).value().span(), first.word())
              .alsoAt(first.value().span().start()));
    }
    return edits;
  }

  static boolean isId(Site site) {
    return site.isEntry() && site.key().equals("id") && isKeyword(site) && site.word() != null;
  }

  private static List<Edit> drop(Source source, Predicate<Site> where) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      if (site.isEntry() && where.test(site) && entries(site).size() > 1) {
        edits.add(without(source, site));
      }
    }
    return edits;
  }

  private static List<YamlNode.Entry> entries(Site site) {
    return ((YamlNode.Mapping) site.owner()).entries();
  }

  /** Leaves an entry out; the mistake may be shown at the map that lost it. */
  static Edit without(Source source, Site site) {
    List<YamlNode.Entry> entries = entries(site);
    boolean last = site.index() == entries.size() - 1;
    int start = last ? entries.get(site.index() - 1).span().end() : site.entry().span().start();
    int end = last ? site.entry().span().end() : entries.get(site.index() + 1).span().start();
    Edit edit = Edit.replace(source, new Span(start, end), "").alsoAt(site.owner().span().start());
    for (YamlNode.Entry entry : entries) {
      edit = entry == site.entry() ? edit : edit.alsoAt(entry.span().start());
    }
    return keyOf(source, site.owner()) >= 0 ? edit.alsoAt(keyOf(source, site.owner())) : edit;
  }

  private static int keyOf(Source source, YamlNode value) {
    return source.sites().stream()
        .filter(site -> site.isEntry() && site.value() == value)
        .mapToInt(site -> site.entry().span().start())
        .findFirst()
        .orElse(-1);
  }

  /** Types of the inputs that must be given, by task. */
  private static Map<String, Map<String, String>> required(Source source) {
    Map<String, Map<String, String>> tasks = new HashMap<>();
    for (Site site : source.sites()) {
      boolean input = site.isEntry() && site.keys().size() == 4 && site.parent().equals("inputs");
      String type = site.word();
      if (input && site.keys().getFirst().equals("tasks") && type != null && !type.endsWith("?")) {
        tasks.computeIfAbsent(site.keys().get(1), t -> new HashMap<>()).put(site.key(), type);
      }
    }
    return tasks;
  }

  private static String typeOf(Source source, Site argument) {
    return required(source).getOrDefault(callee(argument), Map.of()).get(argument.key());
  }

  private static List<Edit> dropArgument(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      if (site.isEntry() && isArgument(site) && typeOf(source, site) != null) {
        YamlNode step = site.owners().get(site.owners().size() - 2);
        Edit edit =
            entries(site).size() > 1
                ? without(source, site)
                : Edit.replace(source, site.owner().span(), "{}");
        Edit shown = edit.alsoAt(step.span().start());
        edits.add(shown.alsoAt(((YamlNode.Mapping) step).get("uses").span().start()));
      }
    }
    return edits;
  }

  private static List<Edit> swapArguments(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      if (site.isEntry() && isArgument(site) && site.index() > 0) {
        YamlNode.Entry before = entries(site).get(site.index() - 1);
        String own = typeOf(source, site);
        String other = required(source).getOrDefault(callee(site), Map.of()).get(before.name());
        if (own != null && other != null && !own.equals(other)) {
          Span between = new Span(before.span().start(), site.entry().key().span().end());
          String kept =
              source.text().substring(before.key().span().end(), site.entry().key().span().start());
          edits.add(
              Edit.replace(source, between, site.key() + kept + before.name())
                  .alsoAt(site.entry().span().start()));
        }
      }
    }
    return edits;
  }

  /** Swaps two steps of a sequence of which the second names the first. */
  private static List<Edit> swapSteps(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean step = !site.isEntry() && !site.keys().isEmpty() && site.key().equals("steps");
      if (step && site.index() > 0) {
        YamlNode before = ((YamlNode.Sequence) site.owner()).items().get(site.index() - 1);
        String first = before.span().of(source.text());
        String second = site.value().span().of(source.text());
        String id = idOf(before);
        if (id != null && second.contains("steps." + id + ".")) {
          String between =
              source.text().substring(before.span().end(), site.value().span().start());
          Span both = new Span(before.span().start(), site.value().span().end());
          edits.add(Edit.replace(source, both, second + between + first).all());
        }
      }
    }
    return edits;
  }

  private static String idOf(YamlNode step) {
    return step instanceof YamlNode.Mapping map
            && map.get("id") != null
            && map.get("id").value() instanceof YamlNode.Scalar id
        ? id.text().value()
        : null;
  }
}
