package dev.jobc.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a graph has ended. The first clause that names the error of a failure, or names
 * none, runs; when it succeeds the failure is forgotten. Then, whatever happened, the last graph.
 *
 * @param catches in the author's order
 * @param last index of the graph of {@code finally}; when it fails, what it belongs to fails
 */
public record Handlers(List<Catch> catches, @Nullable Integer last) {
  public static final Handlers NONE = new Handlers(List.of(), null);

  public Handlers {
    catches = List.copyOf(catches);
  }

  /**
   * A clause. The error is {@link dev.jobc.expr.PlanExpr.Caught} of its graph.
   *
   * @param errors names; empty for every error but {@code Cancelled}
   * @param body index of its graph
   */
  public record Catch(List<String> errors, int body) {
    public Catch {
      errors = List.copyOf(errors);
    }
  }
}
