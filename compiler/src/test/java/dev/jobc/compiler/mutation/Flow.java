package dev.jobc.compiler.mutation;

import dev.jobc.compiler.mutation.Source.Site;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Mistakes with how steps hang together, and habits from other systems. */
final class Flow {
  private static final Pattern STEP = Pattern.compile("\\bsteps\\.(\\w+)");
  private static final Pattern TEXT = Pattern.compile("([\"'])(\\w+)\\1");

  private static final Set<String> CONDITIONS = Set.of("if", "until", "that", "switch", "when");
  private static final Set<String> MANDATORY =
      Set.of("maxIterations", "every", "signal", "prompt", "limit", "cron", "over", "allow");

  /** Keys as authors of other systems know them. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          Map.entry("needs", "depends_on"),
          Map.entry("forEach", "with_items"),
          Map.entry("maxParallel", "max-parallel"),
          Map.entry("continueOnError", "continue-on-error"),
          Map.entry("maxAttempts", "max_attempts"),
          Map.entry("triggerRule", "trigger_rule"),
          Map.entry("timeout", "timeout-minutes"),
          Map.entry("retry", "retries"),
          Map.entry("with", "parameters"),
          Map.entry("env", "environment"),
          Map.entry("parallel", "branches"),
          Map.entry("graph", "dag"),
          Map.entry("if", "when"),
          Map.entry("triggers", "on"),
          Map.entry("run", "script"),
          Map.entry("secrets", "credentials"));

  private static final String ALIKE =
      "the other step has an output of that name and type, so either may have been meant.";

  private Flow() {}

  static List<Operator> operators() {
    return List.of(
        new Operator("name another step in an expression", Flow::otherStep, ALIKE)
            .mayLead(
                "what the condition guarded is no longer guarded, and is reported where it is"
                    + " used."),
        new Operator("swap the ids of two steps", Flow::swapIds, ALIKE)
            .mayLead(
                "both steps are sound; wrong are references to them, which read what the other one"
                    + " has."),
        new Operator("leave out a case of a `switch`", Flow::dropCase),
        new Operator("misspell a value of an enum", Flow::enumValues),
        new Operator("make steps of a `graph` wait for each other", Flow::circles),
        new Operator("leave out a key that must be there", Flow::dropMandatory),
        new Operator("write another system's key", Flow::foreignKeys),
        new Operator("put `${{ }}` around a condition", Flow::templates),
        new Operator("put an expression into a script", Flow::scripts),
        new Operator("give an argument that there is none of", Flow::surplus),
        new Operator("write an id with a hyphen", Flow::hyphens),
        new Operator("misspell a secret or a variable", Flow::globals));
  }

  /** Each reference with the id of the step that is written before or after the one it means. */
  private static List<Edit> otherStep(Source source) {
    List<String> ids = new ArrayList<>();
    for (Site site : source.sites()) {
      if (Structure.isId(site)) {
        ids.add(site.word());
      }
    }
    List<Edit> edits = new ArrayList<>();
    for (Span expression : source.expressions()) {
      for (MatchResult found : STEP.matcher(expression.of(source.text())).results().toList()) {
        int at = ids.indexOf(found.group(1));
        if (at >= 0 && ids.size() > 1) {
          String other = ids.get(at == 0 ? 1 : at - 1);
          int start = expression.start();
          Span span = new Span(start + found.start(1), start + found.end(1));
          edits.add(Edit.replace(source, span, other));
        }
      }
    }
    return edits;
  }

  /** Two steps of one list get each other's id. */
  private static List<Edit> swapIds(Source source) {
    List<Edit> edits = new ArrayList<>();
    Site before = null;
    for (Site site : source.sites()) {
      if (Structure.isId(site)) {
        if (before != null && beside(before, site)) {
          Span span = new Span(before.value().span().start(), site.value().span().end());
          String kept =
              source.text().substring(before.value().span().end(), site.value().span().start());
          edits.add(
              Edit.replace(source, span, site.word() + kept + before.word())
                  .alsoAt(site.value().span().start())
                  .of(site.word(), before.word()));
        }
        before = site;
      }
    }
    return edits;
  }

  private static boolean beside(Site one, Site other) {
    return one.owners().size() == other.owners().size()
        && one.owners().get(one.owners().size() - 2) == other.owners().get(one.owners().size() - 2);
  }

  private static List<Edit> dropCase(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean one = site.isEntry() && site.parent().equals("cases");
      if (one && ((YamlNode.Mapping) site.owner()).entries().size() > 1) {
        YamlNode step = site.owners().get(site.owners().size() - 2);
        YamlNode.Entry subject = ((YamlNode.Mapping) step).get("switch");
        edits.add(Structure.without(source, site).alsoAt(subject.span().start()));
      }
    }
    return edits;
  }

  /** Values of the enums that a file declares, and of the status of a step. */
  private static Set<String> enums(Source source) {
    Set<String> words = new TreeSet<>(Set.of("succeeded", "failed", "skipped"));
    for (Site site : source.sites()) {
      if (!site.isEntry() && site.keys().contains("enum") && site.word() != null) {
        words.add(site.word());
      }
    }
    return words;
  }

  private static List<Edit> enumValues(Source source) {
    Set<String> words = enums(source);
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean data =
          site.keys().contains("default")
              || site.parent().equals("with")
              || site.key().equals("with");
      if (data && site.word() != null && words.contains(site.word())) {
        edits.add(typo(source, site.value().span(), site.word()));
      }
      if (site.isEntry() && site.parent().equals("cases") && words.contains(site.key())) {
        edits.add(typo(source, site.entry().key().span(), site.key()));
      }
    }
    for (Span expression : source.expressions()) {
      for (MatchResult found : TEXT.matcher(expression.of(source.text())).results().toList()) {
        int start = expression.start();
        if (words.contains(found.group(2))) {
          Span span = new Span(start + found.start(2), start + found.end(2));
          edits.add(typo(source, span, found.group(2)));
        }
      }
    }
    return edits;
  }

  private static Edit typo(Source source, Span span, String word) {
    return Edit.replace(source, span, Typos.of(word, source, span.start()));
  }

  /** The step that is waited for waits for the one that waits. */
  private static List<Edit> circles(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean need = !site.isEntry() && !site.keys().isEmpty() && site.key().equals("needs");
      if (need && site.word() != null) {
        Site waiting = idOf(source, site);
        Site waited = named(source, site.word());
        if (waiting != null && waited != null && isFree(waited)) {
          Span end = Span.at(waited.entry().span().end());
          boolean flow = source.text().charAt(waited.owner().span().start()) == '{';
          int column = source.column(waited.entry().span().start());
          String gap = flow ? ", " : "\n" + " ".repeat(column);
          edits.add(
              Edit.replace(source, end, gap + "needs: [" + waiting.word() + "]")
                  .all()
                  .alsoAt(site.value().span().start())
                  .alsoAt(waiting.value().span().start()));
        }
      }
    }
    return edits;
  }

  private static boolean isFree(Site id) {
    return ((YamlNode.Mapping) id.owner()).get("needs") == null;
  }

  /** The id of the step in whose {@code needs} something stands. */
  private static Site idOf(Source source, Site need) {
    YamlNode step = need.owners().get(need.owners().size() - 2);
    return source.sites().stream()
        .filter(site -> Structure.isId(site) && site.owner() == step)
        .findFirst()
        .orElse(null);
  }

  private static Site named(Source source, String id) {
    return source.sites().stream()
        .filter(site -> Structure.isId(site) && id.equals(site.word()))
        .findFirst()
        .orElse(null);
  }

  private static List<Edit> dropMandatory(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      boolean mandatory =
          site.isEntry()
              && MANDATORY.contains(site.key())
              && !Set.of("inputs", "with", "outputs", "env").contains(site.parent())
              && ((YamlNode.Mapping) site.owner()).entries().size() > 1;
      if (mandatory && !(site.key().equals("limit") && !site.parent().equals("rateLimit"))) {
        edits.add(Structure.without(source, site));
      }
    }
    return edits;
  }

  private static List<Edit> foreignKeys(Source source) {
    List<Edit> edits = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Site site : source.sites()) {
      String other = site.isEntry() && Structure.isKeyword(site) ? ELSEWHERE.get(site.key()) : null;
      if (other != null && seen.add(site.key())) {
        edits.add(Edit.replace(source, site.entry().key().span(), other));
      }
    }
    return edits;
  }

  private static List<Edit> templates(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      String word = site.word();
      boolean plain = word != null && source.text().startsWith(word, site.value().span().start());
      if (site.isEntry() && plain && CONDITIONS.contains(site.key()) && !word.contains("${{")) {
        String quote = word.contains("\"") ? "'" : "\"";
        String with = quote + "${{ " + word + " }}" + quote;
        if (!word.contains(quote)) {
          edits.add(Edit.replace(source, site.value().span(), with));
        }
      }
    }
    return edits;
  }

  private static List<Edit> scripts(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      String word = site.word();
      boolean plain = word != null && source.text().startsWith(word, site.value().span().start());
      if (site.isEntry() && site.key().equals("run") && plain && Structure.isKeyword(site)) {
        int end = site.value().span().end();
        edits.add(Edit.replace(source, Span.at(end), "${{ run.id }}"));
      }
    }
    return edits;
  }

  private static List<Edit> surplus(Source source) {
    Map<Integer, Edit> edits = new LinkedHashMap<>();
    for (Site site : source.sites()) {
      YamlNode owner = site.owners().getFirst();
      boolean argument = site.isEntry() && Structure.isArgument(site);
      if (argument && owner != null && source.text().charAt(site.owner().span().start()) == '{') {
        int at = site.owner().span().start() + 1;
        edits.put(at, Edit.replace(source, Span.at(at), " surplus_one: 1, "));
      }
    }
    return List.copyOf(edits.values());
  }

  private static List<Edit> hyphens(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      if (Structure.isId(site) && site.word().contains("_")) {
        String other = site.word().replace('_', '-');
        edits.add(Edit.replace(source, site.value().span(), other));
      }
    }
    return edits;
  }

  private static List<Edit> globals(Source source) {
    List<Edit> edits = new ArrayList<>();
    Pattern names = Pattern.compile("\\b(?:secrets|vars)\\.(\\w+)");
    for (Span expression : source.expressions()) {
      for (MatchResult found : names.matcher(expression.of(source.text())).results().toList()) {
        int start = expression.start();
        Span span = new Span(start + found.start(1), start + found.end(1));
        edits.add(typo(source, span, found.group(1)));
      }
    }
    return edits;
  }
}
