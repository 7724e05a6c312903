package dev.jobc.executor.store.postgres;

import static dev.jobc.executor.store.postgres.schema.Tables.ATTEMPT;
import static dev.jobc.executor.store.postgres.schema.Tables.LEASE;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN;
import static dev.jobc.executor.store.postgres.schema.Tables.RUN_EVENT;
import static dev.jobc.executor.store.postgres.schema.Tables.SCOPE;
import static dev.jobc.executor.store.postgres.schema.Tables.SEGMENT;

import dev.jobc.executor.RunId;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.core.Masks;
import dev.jobc.executor.core.RunImage.SegmentKey;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.PictureScopes;
import dev.jobc.executor.store.RunPicture;
import dev.jobc.json.JsonReader;
import dev.jobc.json.JsonText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;

/** Reads what {@link RunPicture} is made of. */
final class PictureReader {
  private final DSLContext jooq;
  private final long runId;

  PictureReader(DSLContext jooq, long runId) {
    this.jooq = jooq;
    this.runId = runId;
  }

  /**
   * Everything of one run.
   *
   * @param reasons which limits hold back what is ready
   */
  RunPicture.Stored stored(RunSummary run, Map<StepRef, String> reasons) {
    boolean over = run.state().ended();
    return new RunPicture.Stored(
        over, scopes(), masks(), attempts(), over ? Set.of() : leased(), reasons, reused());
  }

  PictureScopes scopes() {
    return new PictureScopes(
        jooq.selectFrom(SCOPE)
            .where(SCOPE.RUN_ID.eq(runId))
            .orderBy(SCOPE.SCOPE_)
            .fetch(
                row ->
                    new PictureScopes.Scope(
                        row.get(SCOPE.SCOPE_),
                        new StepRef(row.get(SCOPE.PARENT_SCOPE), row.get(SCOPE.PARENT_STEP)),
                        ScopeRows.role(row.get(SCOPE.ROLE)),
                        row.get(SCOPE.FIRST),
                        row.get(SCOPE.GRAPH),
                        row.get(SCOPE.SIZE),
                        row.get(SCOPE.RELEASED),
                        false)));
  }

  private Map<SegmentKey, Masks> masks() {
    Map<SegmentKey, Masks> masks = new HashMap<>();
    jooq.selectFrom(RUN)
        .where(RUN.RUN_ID.eq(runId))
        .forEach(
            row ->
                masks.put(
                    new SegmentKey(StepRef.ROOT, 0),
                    new Masks(
                        row.get(RUN.DONE),
                        row.get(RUN.FAILED),
                        row.get(RUN.SKIPPED),
                        row.get(RUN.CUT))));
    jooq.selectFrom(SEGMENT)
        .where(SEGMENT.RUN_ID.eq(runId))
        .forEach(
            row ->
                masks.put(
                    new SegmentKey(row.get(SEGMENT.SCOPE), row.get(SEGMENT.SEGMENT_)),
                    new Masks(
                        row.get(SEGMENT.DONE),
                        row.get(SEGMENT.FAILED),
                        row.get(SEGMENT.SKIPPED),
                        row.get(SEGMENT.CUT))));
    return masks;
  }

  private Map<StepRef, RunId> reused() {
    Map<StepRef, RunId> reused = new LinkedHashMap<>();
    jooq.selectFrom(RUN_EVENT)
        .where(RUN_EVENT.RUN_ID.eq(runId))
        .and(RUN_EVENT.KIND.eq((short) Codes.EVENT_REUSED))
        .orderBy(RUN_EVENT.EVENT_ID)
        .forEach(
            row ->
                reused.put(
                    new StepRef(row.get(RUN_EVENT.SCOPE), row.get(RUN_EVENT.STEP)),
                    from(row.get(RUN_EVENT.DETAIL))));
    return reused;
  }

  private static RunId from(byte[] detail) {
    return RunId.parse(JsonReader.of("reused", JsonText.parse(detail)).string("run"));
  }

  private List<RunPicture.Attempt> attempts() {
    return jooq.selectFrom(ATTEMPT)
        .where(ATTEMPT.RUN_ID.eq(runId))
        .orderBy(ATTEMPT.FINISHED_AT, ATTEMPT.ATTEMPT_)
        .fetch(
            row ->
                new RunPicture.Attempt(
                    new StepRef(row.get(ATTEMPT.SCOPE), row.get(ATTEMPT.STEP)),
                    ended(row.get(ATTEMPT.OUTCOME), row.get(ATTEMPT.WORKER)),
                    RunTable.instant(row.get(ATTEMPT.STARTED_AT)),
                    row.get(ATTEMPT.FINISHED_AT).toInstant(),
                    row.get(ATTEMPT.ERROR)));
  }

  private static RunPicture.Ended ended(int code, int worker) {
    return switch (code) {
      case Codes.HELD -> RunPicture.Ended.HELD;
      // Somebody has given up what was held: nothing has run.
      case Codes.ABANDONED ->
          worker == History.NOBODY ? RunPicture.Ended.ASIDE : RunPicture.Ended.TRIED;
      case Codes.PAUSED -> RunPicture.Ended.PAUSED;
      case Codes.EVALUATED, Codes.GIVEN_BACK, Codes.UNMET, Codes.REUSED -> RunPicture.Ended.ASIDE;
      case Codes.RETRIED -> RunPicture.Ended.RETRIED;
      default -> RunPicture.Ended.TRIED;
    };
  }

  /** Leases are few: a row a batch. */
  private Set<StepRef> leased() {
    Set<StepRef> leased = new HashSet<>();
    jooq.select(LEASE.RUN_IDS, LEASE.SCOPES, LEASE.STEPS)
        .from(LEASE)
        .forEach(
            row -> {
              Long[] runs = row.value1();
              for (int i = 0; i < runs.length; i++) {
                if (runs[i] == runId) {
                  leased.add(new StepRef(row.value2()[i], row.value3()[i]));
                }
              }
            });
    return leased;
  }
}
