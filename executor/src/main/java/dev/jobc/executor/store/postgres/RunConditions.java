package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.PLAN;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;

import dev.jobc.executor.RunFilter;
import dev.jobc.plan.Plan;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Condition;
import org.jooq.Record1;
import org.jooq.impl.DSL;

/** Which rows of {@code run} a filter means. */
final class RunConditions {
  private final Database database;
  private final PlanTable plans;

  RunConditions(Database database, PlanTable plans) {
    this.database = database;
    this.plans = plans;
  }

  Condition of(RunFilter filter) {
    Condition all = DSL.noCondition();
    if (filter.state() != null) {
      all = all.and(RUN.STATUS.eq(RunRow.code(filter.state())));
    }
    if (filter.createdBefore() != null) {
      all = all.and(RUN.CREATED_AT.lt(filter.createdBefore().atOffset(ZoneOffset.UTC)));
    }
    boolean anyPlan =
        filter.namespace() == null && filter.workflow() == null && filter.labels().isEmpty();
    return anyPlan ? all : all.and(RUN.PLAN_ID.in(plans(filter)));
  }

  /** Labels are inside plans, of which there are few; they are read once. */
  private List<Integer> plans(RunFilter filter) {
    Condition named = DSL.noCondition();
    if (filter.namespace() != null) {
      named = named.and(PLAN.NAMESPACE.eq(filter.namespace()));
    }
    if (filter.workflow() != null) {
      named = named.and(PLAN.NAME.eq(filter.workflow()));
    }
    Condition which = named;
    List<Integer> numbers =
        database.ask(
            jooq -> jooq.select(PLAN.PLAN_ID).from(PLAN).where(which).fetch(Record1::value1));
    return numbers.stream().filter(number -> labelled(number, filter)).toList();
  }

  private boolean labelled(int number, RunFilter filter) {
    if (filter.labels().isEmpty()) {
      return true;
    }
    Plan plan = plans.shape(number).plan();
    return plan.labels().entrySet().containsAll(filter.labels().entrySet());
  }
}
