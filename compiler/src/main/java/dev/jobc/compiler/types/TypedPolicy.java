package dev.jobc.compiler.types;

import dev.jobc.expr.PlanExpr;
import dev.jobc.model.PolicyDoc;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A policy with its expressions; one is null where the document has none.
 *
 * @param doc everything that is literal
 */
public record TypedPolicy(
    PolicyDoc doc,
    @Nullable PlanExpr queueKey,
    @Nullable PlanExpr concurrencyKey,
    @Nullable PlanExpr rateLimit,
    @Nullable PlanExpr rateKey,
    @Nullable PlanExpr workingDirectory,
    @Nullable PlanExpr cacheKey,
    @Nullable PlanExpr idempotencyKey,
    List<TypedCheck> checks) {

  /** Nothing written. */
  public static final TypedPolicy NONE =
      new TypedPolicy(PolicyDoc.NONE, null, null, null, null, null, null, null, List.of());

  public TypedPolicy {
    checks = List.copyOf(checks);
  }

  /** The programs that its checks run. */
  public Stream<TypedTask> programs() {
    return checks.stream()
        .filter(TypedCheck.Program.class::isInstance)
        .map(check -> ((TypedCheck.Program) check).task());
  }
}
