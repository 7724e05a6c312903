package dev.jobc.compiler.lint;

import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.diag.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which warnings are wanted. What is denied is an error; what is both allowed and denied by name is
 * denied.
 *
 * @param allowed not reported
 * @param denied reported as errors
 * @param denyAll whether every warning that is not allowed is an error
 */
public record LintLevels(Set<DiagnosticCode> allowed, Set<DiagnosticCode> denied, boolean denyAll) {
  public static final LintLevels DEFAULT = new LintLevels(Set.of(), Set.of(), false);

  public LintLevels {
    allowed = Set.copyOf(allowed);
    denied = Set.copyOf(denied);
  }

  /** These levels, and for what they say nothing about those. */
  public LintLevels over(LintLevels weaker) {
    Set<DiagnosticCode> allow = EnumSet.noneOf(DiagnosticCode.class);
    allow.addAll(weaker.allowed);
    allow.removeAll(denied);
    allow.addAll(allowed);
    Set<DiagnosticCode> deny = EnumSet.noneOf(DiagnosticCode.class);
    deny.addAll(weaker.denied);
    deny.removeAll(allowed);
    deny.addAll(denied);
    return new LintLevels(allow, deny, denyAll || weaker.denyAll);
  }

  /** The same, with what is denied by its code as errors. */
  public List<Diagnostic> denied(List<Diagnostic> diagnostics) {
    return diagnostics.stream()
        .map(d -> denied.contains(d.code()) ? d.as(Severity.ERROR) : d)
        .toList();
  }

  /** The diagnostics at these levels; errors stay as they are. */
  public List<Diagnostic> apply(List<Diagnostic> diagnostics) {
    return diagnostics.stream().flatMap(this::apply).toList();
  }

  private Stream<Diagnostic> apply(Diagnostic diagnostic) {
    if (diagnostic.isError()) {
      return Stream.of(diagnostic);
    }
    DiagnosticCode code = diagnostic.code();
    if (denied.contains(code)) {
      return Stream.of(diagnostic.as(Severity.ERROR));
    }
    if (allowed.contains(code)) {
      return Stream.empty();
    }
    return Stream.of(denyAll ? diagnostic.as(Severity.ERROR) : diagnostic);
  }
}
