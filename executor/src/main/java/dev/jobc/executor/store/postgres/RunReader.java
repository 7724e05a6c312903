package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.LOG_CHUNK;
import static dev.jobc.executor.store.postgres.schema.Tables.OUTPUT;
import static dev.jobc.executor.store.postgres.schema.Tables.RESUMED_RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN_EVENT;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN_INPUT;

import dev.jobc.executor.LogChunk;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.PictureScopes;
import dev.jobc.executor.store.RunPicture;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Puts together what a reader sees of one run, from one snapshot. */
final class RunReader {
  private static final Json.Obj NOTHING = Json.object().build();

  private final Database database;
  private final PlanTable plans;

  RunReader(Database database, PlanTable plans) {
    this.database = database;
    this.plans = plans;
  }

  RunView view(RunSummary summary) {
    PlanShape plan = plans.findPlan(summary.planId()).orElseThrow().shape();
    Map<StepRef, String> reasons =
        summary.state().ended()
            ? Map.of()
            : database.pooled(connection -> WaitReasons.of(connection, summary.id().value()));
    return database.ask(
        jooq -> {
          PictureReader reader = new PictureReader(jooq, summary.id().value());
          RunPicture picture = new RunPicture(plan, reader.stored(summary, reasons));
          return new RunView(
              summary,
              plan.plan().shown(inputs(jooq, summary).members()),
              picture.steps(),
              outputs(jooq, summary.id(), summary.state(), plan),
              error(jooq, summary),
              reasons.get(RunPicture.WHOLE),
              resumes(jooq, summary.id()),
              resumedBy(jooq, summary.id()),
              picture.tries(),
              Provenances.of(jooq, summary.id()));
        });
  }

  private static @Nullable RunId resumes(DSLContext jooq, RunId run) {
    Long resumed =
        jooq.select(RESUMED_RUN.RESUMED)
            .from(RESUMED_RUN)
            .where(RESUMED_RUN.RUN_ID.eq(run.value()))
            .fetchOne(RESUMED_RUN.RESUMED);
    return resumed == null ? null : new RunId(resumed);
  }

  private static List<RunId> resumedBy(DSLContext jooq, RunId run) {
    return jooq.select(RESUMED_RUN.RUN_ID)
        .from(RESUMED_RUN)
        .where(RESUMED_RUN.RESUMED.eq(run.value()))
        .orderBy(RESUMED_RUN.RUN_ID)
        .fetch(row -> new RunId(row.value1()));
  }

  private static @Nullable TaskError error(DSLContext jooq, RunSummary summary) {
    List<Short> kinds =
        switch (summary.state()) {
          case FAILED -> List.of((short) Codes.EVENT_RUN_OUT, (short) Codes.EVENT_RUN_REFUSED);
          case CANCELLED -> List.of((short) Codes.EVENT_RUN_CANCELLED);
          case RUNNING, SUCCEEDED -> List.of();
        };
    byte[] error =
        kinds.isEmpty()
            ? null
            : jooq.select(RUN_EVENT.DETAIL)
                .from(RUN_EVENT)
                .where(RUN_EVENT.RUN_ID.eq(summary.id().value()))
                .and(RUN_EVENT.KIND.in(kinds))
                .orderBy(RUN_EVENT.EVENT_ID)
                .limit(1)
                .fetchOne(RUN_EVENT.DETAIL);
    return error == null ? null : TaskError.fromJson(JsonText.parse(error));
  }

  private static Json.Obj inputs(DSLContext jooq, RunSummary summary) {
    byte[] input =
        jooq.select(RUN_INPUT.INPUT)
            .from(RUN_INPUT)
            .where(RUN_INPUT.RUN_ID.eq(summary.id().value()))
            .fetchOne(RUN_INPUT.INPUT);
    return object(input);
  }

  /** What a run has given; null when it has not succeeded. */
  static Json.@Nullable Obj outputs(DSLContext jooq, RunId run, RunState state, PlanShape plan) {
    if (state != RunState.SUCCEEDED) {
      return null;
    }
    GraphShape root = plan.root();
    if (root.size() == 0 || !(root.node(root.size() - 1) instanceof Node.Outputs)) {
      return NOTHING;
    }
    byte[] body =
        jooq.select(OUTPUT.BODY)
            .from(OUTPUT)
            .where(OUTPUT.RUN_ID.eq(run.value()))
            .and(OUTPUT.SCOPE.eq(StepRef.ROOT))
            .and(OUTPUT.STEP.eq(root.size() - 1))
            .fetchOne(OUTPUT.BODY);
    return object(body);
  }

  private static Json.Obj object(byte @Nullable [] body) {
    return body != null && JsonText.parse(body) instanceof Json.Obj object ? object : NOTHING;
  }

  List<LogChunk> logs(RunSummary run, Optional<String> step) {
    PlanShape plan = plans.findPlan(run.planId()).orElseThrow().shape();
    return database.ask(
        jooq -> {
          PictureScopes scopes = new PictureReader(jooq, run.id().value()).scopes();
          return jooq
              .selectFrom(LOG_CHUNK)
              .where(LOG_CHUNK.RUN_ID.eq(run.id().value()))
              .orderBy(
                  LOG_CHUNK.SCOPE,
                  LOG_CHUNK.STEP,
                  LOG_CHUNK.ATTEMPT,
                  LOG_CHUNK.STDERR,
                  LOG_CHUNK.START)
              .fetch()
              .stream()
              .map(
                  row -> {
                    int scope = row.get(LOG_CHUNK.SCOPE);
                    int number = row.get(LOG_CHUNK.STEP);
                    int graph = scopes.graph(scope);
                    return new LogChunk(
                        plan.node(graph, number).id(),
                        scopes.item(new StepRef(scope, number), plan),
                        row.get(LOG_CHUNK.ATTEMPT),
                        row.get(LOG_CHUNK.STDERR),
                        row.get(LOG_CHUNK.START),
                        row.get(LOG_CHUNK.BYTES));
                  })
              .filter(chunk -> step.isEmpty() || step.get().equals(chunk.step()))
              .toList();
        });
  }
}
