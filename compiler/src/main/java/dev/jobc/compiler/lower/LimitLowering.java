package dev.jobc.compiler.lower;

import dev.jobc.compiler.types.TypedPolicy;
import dev.jobc.expr.PlanExpr;
import dev.jobc.model.LimitsDoc.ConcurrencyDoc;
import dev.jobc.model.LimitsDoc.PoolDoc;
import dev.jobc.model.LimitsDoc.RateLimitDoc;
import dev.jobc.model.PolicyDoc;
import dev.jobc.plan.FlowControl;
import dev.jobc.plan.FlowControl.Concurrency;
import dev.jobc.plan.FlowControl.Pool;
import dev.jobc.plan.FlowControl.RateLimit;
import org.jspecify.annotations.Nullable;

/** Limits that tasks or runs share. */
record LimitLowering(Policies policies) {

  FlowControl flow() {
    TypedPolicy concurrency = policies.layer(PolicyDoc::concurrency);
    TypedPolicy rate = policies.layer(PolicyDoc::rateLimit);
    PoolDoc pool = policies.first(PolicyDoc::pool);
    return new FlowControl(
        concurrency(concurrency.doc().concurrency(), concurrency.concurrencyKey()),
        pool == null ? null : new Pool(pool.name().value(), Literals.or(pool.slots(), 1)),
        rateLimit(rate.doc().rateLimit(), rate.rateLimit(), rate.rateKey()));
  }

  static @Nullable Concurrency concurrency(@Nullable ConcurrencyDoc doc, @Nullable PlanExpr key) {
    return doc == null
        ? null
        : new Concurrency(
            key,
            Literals.or(doc.limit(), 1),
            Literals.or(doc.onLimit(), Concurrency.OnLimit.QUEUE));
  }

  static @Nullable RateLimit rateLimit(
      @Nullable RateLimitDoc doc, @Nullable PlanExpr limit, @Nullable PlanExpr key) {
    return doc == null || limit == null
        ? null
        : new RateLimit(limit, doc.per().value().toMillis(), key);
  }
}
