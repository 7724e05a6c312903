package dev.jobc.compiler.types.expr;

import static dev.jobc.diag.DiagnosticCode.CONSTANT_FAILS;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.value.Typed;
import dev.jobc.expr.Budget;
import dev.jobc.expr.EvaluationException;
import dev.jobc.expr.Functions;
import dev.jobc.expr.Overload;
import dev.jobc.json.Json;
import dev.jobc.source.Span;
import dev.jobc.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls in which one constant argument is wrong whatever the others are: a division by zero, a
 * pattern that is none, a format with places that don't exist, a time zone that doesn't exist.
 */
final class Doomed {
  private static final long BUDGET = 10_000;
  private static final Set<String> WORDS = Set.of("/", "%", "matches");

  private Doomed() {}

  /** Whether the call can never succeed; reports it at the argument. */
  static boolean report(Problems problems, Overload overload, List<Typed> args, List<Span> spans) {
    if (overload.name().equals("format")) {
      return format(problems, args, spans);
    }
    boolean zoned = args.size() == 2 && overload.name().startsWith("get");
    if (!zoned && !WORDS.contains(overload.name())) {
      return false;
    }
    Json constant = args.get(1).constant();
    Json sample = sample(args.get(0).type());
    if (constant == null || sample == null || args.get(0).constant() != null) {
      return false;
    }
    try {
      Functions.apply(overload, new ArrayList<>(List.of(sample, constant)), new Budget(BUDGET));
      return false;
    } catch (EvaluationException e) {
      problems.report(CONSTANT_FAILS, spans.get(1), "this always fails: " + cause(e, overload));
      return true;
    }
  }

  /** A text with places that no values could fill. */
  private static boolean format(Problems problems, List<Typed> args, List<Span> spans) {
    if (!(args.get(0).constant() instanceof Json.Str(String pattern))
        || args.get(1).constant() != null) {
      return false;
    }
    String wrong = Functions.wrongFormat(pattern);
    if (wrong != null) {
      problems.report(CONSTANT_FAILS, spans.get(0), "this always fails: " + wrong);
    }
    return wrong != null;
  }

  private static String cause(EvaluationException e, Overload overload) {
    boolean divides = overload.name().equals("/") || overload.name().equals("%");
    return divides ? "division by zero" : String.valueOf(e.getMessage());
  }

  private static @Nullable Json sample(Type type) {
    if (!(type instanceof Type.Simple simple)) {
      return null;
    }
    return switch (simple) {
      case STRING -> Json.of("");
      case INT -> Json.of(1);
      case FLOAT -> Json.of(1.0);
      case DECIMAL -> Json.of("1");
      case TIMESTAMP -> Json.of("1970-01-01T00:00:00Z");
      case DURATION, DATE, BOOL, BYTES, FILE, DIR, JSON, SECRET, NULL -> null;
    };
  }
}
