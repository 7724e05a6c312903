package dev.jobc.compiler.rules;

import static dev.jobc.diag.DiagnosticCode.MISPLACED_KEY;

import dev.jobc.compiler.resolve.Problems;
import dev.jobc.compiler.types.TypedStep;
import dev.jobc.compiler.types.TypedTask;
import dev.jobc.compiler.types.TypedWorkflow;
import dev.jobc.diag.Diagnostic;
import dev.jobc.model.IsolationDoc;
import dev.jobc.plan.Isolation.Level;
import dev.jobc.source.Located;
import dev.jobc.source.Place;
import dev.jobc.source.SourceFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code network: false} holds only in a sandbox; nothing else has a network of its own. */
final class NetworksAreSandboxed implements Rule {

  /** Where one of the places that may say something says it. */
  private record Layer(IsolationDoc doc, SourceFile file) {}

  /** A value and the file it is in. */
  private record Written<T>(Located<T> value, SourceFile file) {
    Place place() {
      return file.place(value.span());
    }
  }

  @Override
  public void check(TypedWorkflow workflow, Problems problems) {
    Set<Place> reported = new HashSet<>();
    SourceFile own = workflow.unit().doc().source();
    for (TypedStep step : workflow.inOrder()) {
      TypedTask task = step.task();
      if (task == null) {
        continue;
      }
      List<Layer> layers =
          List.of(
              new Layer(step.policy().doc().isolation(), own),
              new Layer(task.policy().doc().isolation(), task.unit().doc().source()),
              new Layer(workflow.defaults().doc().isolation(), own));
      Written<Boolean> network = first(layers, IsolationDoc::network);
      Written<Level> level = first(layers, IsolationDoc::level);
      boolean closed = network != null && !network.value().value();
      boolean sandboxed = level != null && level.value().value() == Level.SANDBOX;
      if (network != null && closed && !sandboxed && reported.add(network.place())) {
        problems.report(describe(network.place(), level, step));
      }
    }
  }

  private static Diagnostic describe(
      Place network, @Nullable Written<Level> level, TypedStep step) {
    String message = "`network: false` needs `isolation: sandbox`";
    Diagnostic error = Diagnostic.of(MISPLACED_KEY, network, message);
    return (level == null
            ? error.note(step.step().title() + " has no `isolation`")
            : error.label(level.place(), "less than a sandbox"))
        .help("add `isolation: sandbox`, or leave `network` out");
  }

  private static <T> @Nullable Written<T> first(
      List<Layer> layers, Function<IsolationDoc, @Nullable Located<T>> part) {
    for (Layer layer : layers) {
      Located<T> value = part.apply(layer.doc());
      if (value != null) {
        return new Written<>(value, layer.file());
      }
    }
    return null;
  }
}
