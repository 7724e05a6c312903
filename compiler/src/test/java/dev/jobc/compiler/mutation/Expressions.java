package dev.jobc.compiler.mutation;

import dev.jobc.compiler.mutation.Source.Site;
import dev.jobc.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Mistakes inside expressions, and with the names of steps, tasks and errors outside them. */
final class Expressions {
  private static final String INFERRED =
      "what takes the value has no type of its own: an output of the workflow, an input "
          + "of an inline script or a text takes what comes.";

  private Expressions() {}

  static List<Operator> operators() {
    return List.of(
        new Operator("misspell an input", names("\\binputs\\.(\\w+)")),
        new Operator("misspell a step in an expression", names("\\bsteps\\.(\\w+)")),
        new Operator("misspell an output", names("\\.outputs\\.(\\w+)")),
        new Operator(
            "misspell another field", names("(?<!inputs|steps|outputs)\\.([a-z]\\w*)\\b(?!\\()")),
        new Operator("misspell a root name", names("\\b(inputs|steps|run|loop|matrix|self)\\.")),
        new Operator("misspell a function", names("\\b(\\w+)\\(")),
        new Operator("misspell the variable of `as`", Expressions::variable),
        new Operator("misspell a task in `uses`", s -> values(s, "uses")),
        new Operator("misspell a step in `needs`", s -> values(s, "needs")),
        new Operator("misspell an error", Expressions::errors),
        new Operator(
            "leave out `?? …`",
            rewrite("\\s*\\?\\?\\s*(?:\\w+|'[^']*'|\"[^\"]*\"|\\[])", ""),
            INFERRED),
        new Operator("leave out a guard", rewrite("(?<=^|[\\s(])[^&|?(]*!= null\\s*&&", "")),
        new Operator(
            "leave out a conversion",
            rewrite("\\b(?:string|int|toJson|size|sum)(?=\\([^()]*\\))", ""),
            INFERRED),
        new Operator("turn `&&` into `&`", rewrite("&&", "&")),
        new Operator("turn `==` into `=`", rewrite("==", "=")),
        new Operator("leave out a closing parenthesis", rewrite("\\)(?=[^()]*$)", "")),
        new Operator(
            "put text where a number is compared or added",
            rewrite("(?<=[<>+*] )\\d+\\b", "'many'")),
        new Operator("leave out the `}}`", Expressions::unclosed));
  }

  private static java.util.function.Function<Source, List<Edit>> names(String pattern) {
    return source -> matches(source, pattern, 1, true, "");
  }

  private static java.util.function.Function<Source, List<Edit>> rewrite(
      String pattern, String with) {
    return source -> matches(source, pattern, 0, false, with);
  }

  private static List<Edit> matches(
      Source source, String pattern, int group, boolean typo, String with) {
    List<Edit> edits = new ArrayList<>();
    for (Span expression : source.expressions()) {
      String text = expression.of(source.text());
      for (MatchResult found : Pattern.compile(pattern).matcher(text).results().toList()) {
        Span span =
            new Span(
                expression.start() + found.start(group), expression.start() + found.end(group));
        String other = typo ? Typos.of(found.group(group), source, span.start()) : with;
        edits.add(Edit.replace(source, span, other));
      }
    }
    return edits;
  }

  private static List<Edit> variable(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      if (site.isEntry() && site.key().equals("as") && site.parent().equals("steps")) {
        edits.addAll(matches(source, "(?<![\\w.'])(" + site.word() + ")(?![\\w'(])", 1, true, ""));
      }
    }
    return edits;
  }

  /** The words of a key, alone or in a list. */
  private static List<Edit> values(Source source, String key) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      String word = site.word();
      if (word != null && !site.keys().isEmpty() && site.key().equals(key)) {
        edits.add(typo(source, site, word));
      }
    }
    return edits;
  }

  private static Edit typo(Source source, Site site, String word) {
    Span span = site.value().span();
    int name = word.lastIndexOf('.') + 1;
    String wrong = word.substring(0, name) + Typos.of(word.substring(name), source, span.start());
    return Edit.replace(source, span, wrong);
  }

  private static List<Edit> errors(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Site site : source.sites()) {
      String word = site.word();
      boolean inList = !site.isEntry() && !site.keys().isEmpty() && site.key().equals("errors");
      if (word != null && (inList || site.parent().equals("exitCodes"))) {
        edits.add(typo(source, site, word));
      }
    }
    return edits;
  }

  private static List<Edit> unclosed(Source source) {
    List<Edit> edits = new ArrayList<>();
    for (Span expression : source.expressions()) {
      if (source.text().startsWith("}}", expression.end())) {
        edits.add(
            Edit.replace(source, new Span(expression.end(), expression.end() + 2), "")
                .alsoAt(expression.start()));
      }
    }
    return edits;
  }
}
