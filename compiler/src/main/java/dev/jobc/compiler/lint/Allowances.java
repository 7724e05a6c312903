package dev.jobc.compiler.lint;

import static dev.jobc.diag.DiagnosticCode.BAD_ALLOWANCE;
import static dev.jobc.diag.DiagnosticCode.UNUSED_ALLOWANCE;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.DiagnosticPages;
import dev.jobc.diag.Diagnostics;
import dev.jobc.diag.Severity;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import dev.jobc.yaml.YamlComments;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comments that turn warnings off: {@code # jobc: allow JC4101}. Behind something it holds for that
 * line, on a line of its own for the next line that holds something, before the first key for the
 * whole file. One that turns nothing off is a warning itself.
 */
public final class Allowances {
  private static final Pattern FORM =
      Pattern.compile("#\\s*jobc:\\s*allow\\b[ \\t]*([^#(\\r\\n]*)");

  /** Another word before a code: misspelled, or that of another tool. */
  private static final Pattern OTHER_WORD =
      Pattern.compile("#\\s*jobc:\\s*((?!allow\\b)[\\w-]+)[ \\t:=]+JC\\d{4}\\b");

  private static final Pattern WORD = Pattern.compile("[^\\s,]+");
  private static final int WHOLE_FILE = 0;

  private final SourceFile file;
  private final Diagnostics problems = new Diagnostics();
  private final List<Allowance> allowances = new ArrayList<>();

  /** A code that is allowed at a line; 0 is every line. */
  private record Allowance(DiagnosticCode code, int line, Span span) {}

  private Allowances(SourceFile file) {
    this.file = file;
  }

  public static Allowances of(SourceFile file) {
    Allowances allowances = new Allowances(file);
    if (mayHaveAny(file.text())) {
      YamlComments.of(file).forEach(allowances::read);
    }
    return allowances;
  }

  /** Looking for the word alone costs next to nothing, a pattern tries every character. */
  private static boolean mayHaveAny(String text) {
    for (int word = text.indexOf("jobc:"); word >= 0; word = text.indexOf("jobc:", word + 1)) {
      int before = word - 1;
      while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
        before--;
      }
      if (before >= 0 && text.charAt(before) == '#') {
        return true;
      }
    }
    return false;
  }

  private void read(Span comment) {
    Matcher other = OTHER_WORD.matcher(comment.of(file.text()));
    if (other.lookingAt()) {
      problems.add(
          bad(comment, "`" + other.group(1) + "` turns no warning off")
              .help("write `# jobc: allow JC4101`"));
    }
    Matcher form = FORM.matcher(comment.of(file.text()));
    if (!form.lookingAt()) {
      return;
    }
    int line = target(comment);
    Matcher words = WORD.matcher(form.group(1));
    boolean any = false;
    // What doesn't look like a code is the reason.
    while (words.find() && (!any || words.group().matches("[A-Za-z]+\\d+"))) {
      any = true;
      int start = comment.start() + form.start(1);
      allow(words.group(), line, new Span(start + words.start(), start + words.end()));
    }
    if (!any) {
      problems.add(bad(comment, "`allow` without a code").help("write `# jobc: allow JC4101`"));
    }
  }

  private void allow(String word, int line, Span span) {
    DiagnosticCode code = DiagnosticPages.find(word);
    if (code == null) {
      DiagnosticCode near = DiagnosticPages.nearest(word);
      problems.add(
          bad(span, "no warning has the code `" + word + "`")
              .help("near it is " + near.code() + ": " + near.title()));
    } else if (code.severity() == Severity.ERROR) {
      problems.add(bad(span, "`" + word + "` is an error, which cannot be allowed"));
    } else {
      allowances.add(new Allowance(code, line, span));
    }
  }

  private Diagnostic bad(Span span, String message) {
    return Diagnostic.of(BAD_ALLOWANCE, file.place(span), message);
  }

  /** The line a comment speaks of. */
  private int target(Span comment) {
    int line = file.lines().line(comment.start());
    if (!isBlankBefore(line, comment.start())) {
      return line;
    }
    boolean head = true;
    for (int before = 1; before < line && head; before++) {
      head = isEmpty(before);
    }
    if (head && separated(line)) {
      return WHOLE_FILE;
    }
    int next = line + 1;
    while (next <= file.lines().count() && isEmpty(next)) {
      next++;
    }
    return next;
  }

  /** Whether a comment at the head of the file is that: nothing but comments up to the dialect. */
  private boolean separated(int line) {
    int next = line + 1;
    while (next <= file.lines().count() && isEmpty(next)) {
      next++;
    }
    return next > file.lines().count()
        || text(next).startsWith("jobc")
        || text(next).startsWith("---");
  }

  private boolean isBlankBefore(int line, int offset) {
    return new Span(file.lines().span(line).start(), offset).of(file.text()).isBlank();
  }

  private boolean isEmpty(int line) {
    String text = text(line).strip();
    return text.isEmpty() || text.startsWith("#");
  }

  private String text(int line) {
    return file.lines().span(line).of(file.text());
  }

  /** What is left of the warnings of this file, and what is wrong with the allowances. */
  public List<Diagnostic> apply(List<Diagnostic> diagnostics) {
    List<Diagnostic> left = new ArrayList<>();
    Set<Allowance> used = new HashSet<>();
    for (Diagnostic diagnostic : diagnostics) {
      List<Allowance> fitting = diagnostic.isError() ? List.of() : fitting(diagnostic);
      used.addAll(fitting);
      if (fitting.isEmpty()) {
        left.add(diagnostic);
      }
    }
    left.addAll(problems.sorted());
    for (Allowance allowance : allowances) {
      if (!used.contains(allowance)) {
        left.add(unused(allowance));
      }
    }
    return left;
  }

  /**
   * The same for a file that was not looked at to the end: what else there is to allow isn't known.
   */
  public List<Diagnostic> without(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .filter(diagnostic -> diagnostic.isError() || fitting(diagnostic).isEmpty())
        .toList();
  }

  private List<Allowance> fitting(Diagnostic diagnostic) {
    if (!diagnostic.place().file().equals(file)) {
      return List.of();
    }
    int line = file.lines().line(diagnostic.place().span().start());
    return allowances.stream()
        .filter(allowance -> allowance.code() == diagnostic.code())
        .filter(allowance -> allowance.line() == WHOLE_FILE || allowance.line() == line)
        .toList();
  }

  private Diagnostic unused(Allowance allowance) {
    String where = allowance.line() == WHOLE_FILE ? "in this file" : "on line " + allowance.line();
    String code = allowance.code().code();
    return Diagnostic.of(
            UNUSED_ALLOWANCE,
            file.place(allowance.span()),
            "there is no " + code + " " + where + " to allow")
        .help("remove it");
  }
}
