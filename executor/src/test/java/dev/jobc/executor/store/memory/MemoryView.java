package dev.jobc.executor.store.memory;

import dev.jobc.executor.LogChunk;
import dev.jobc.executor.OpenQuestion;
import dev.jobc.executor.RunState;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.RunView;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.GraphShape;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.store.Claimed;
import dev.jobc.executor.store.PictureScopes;
import dev.jobc.executor.store.Question;
import dev.jobc.executor.store.RunPicture;
import dev.jobc.executor.store.Work;
import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Plan;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reader sees of a run. */
final class MemoryView {
  private static final Json.Obj NOTHING = Json.object().build();

  private MemoryView() {}

  static RunSummary summary(StoredRun run) {
    Plan plan = run.shape().plan();
    boolean over = run.image.status().ended();
    return new RunSummary(
        run.id,
        plan.namespace(),
        plan.name(),
        run.plan.digest(),
        run.image.status(),
        instant(run.createdAt),
        over ? instant(run.finishedAt) : null,
        null,
        run.given.given() == null ? null : run.given.given().id(),
        !over && run.isHeld());
  }

  static RunView view(Books books, StoredRun run) {
    RunPicture picture = new RunPicture(run.shape(), stored(books, run));
    return new RunView(
        summary(run),
        run.shape().plan().shown(object(run.given.inputs()).members()),
        picture.steps(),
        outputs(run),
        run.error == null ? null : TaskError.fromJson(JsonText.parse(run.error)),
        reasons(books, run).get(RunPicture.WHOLE),
        run.resumes,
        run.resumedBy,
        picture.tries(),
        run.given.provenance());
  }

  private static RunPicture.Stored stored(Books books, StoredRun run) {
    Set<StepRef> leased = new HashSet<>();
    for (Books.Lease lease : books.leases.values()) {
      for (Claimed one : lease.entries()) {
        if (one.work().runId() == run.id.value()) {
          leased.add(one.work().ref());
        }
      }
    }
    return new RunPicture.Stored(
        run.image.status().ended(),
        scopes(run),
        run.image.segments(),
        run.attempts.stream()
            .map(MemoryView::attempt)
            .sorted(Comparator.comparing(RunPicture.Attempt::finished))
            .toList(),
        leased,
        reasons(books, run),
        run.reused);
  }

  static PictureScopes scopes(StoredRun run) {
    return new PictureScopes(
        run.image.scopes().values().stream()
            .filter(scope -> scope.number() != StepRef.ROOT)
            .sorted(Comparator.comparingInt(ScopeImage::number))
            .map(
                scope ->
                    new PictureScopes.Scope(
                        scope.number(),
                        scope.parent(),
                        scope.role(),
                        scope.first(),
                        scope.graph(),
                        scope.size(),
                        scope.released(),
                        false))
            .toList());
  }

  private static Map<StepRef, String> reasons(Books books, StoredRun run) {
    Map<StepRef, String> reasons = new HashMap<>();
    run.questions.forEach(
        (ref, waiting) -> {
          if (waiting.question().kind() == OpenQuestion.Kind.HELD) {
            reasons.put(ref, Question.heldText(run.id, waiting.question().place()));
          }
        });
    Map<String, Integer> taken = books.permits.taken();
    for (MemoryPermits.Waiter one : books.permits.waiting()) {
      Work work = one.job().work();
      if (work.runId() == run.id.value()) {
        books.permits.needs(one).stream()
            .filter(need -> need.key().equals(one.at()))
            .forEach(
                need -> reasons.put(work.ref(), need.reason(taken.getOrDefault(need.key(), 0))));
      }
    }
    return reasons;
  }

  private static RunPicture.Attempt attempt(StoredRun.Attempt one) {
    RunPicture.Ended how =
        switch (one.how()) {
          case PAUSED -> RunPicture.Ended.PAUSED;
          case HELD -> RunPicture.Ended.HELD;
          case ABANDONED -> one.worker() == 0 ? RunPicture.Ended.ASIDE : RunPicture.Ended.TRIED;
          case EVALUATED, GIVEN_BACK, UNMET, REUSED -> RunPicture.Ended.ASIDE;
          case RETRIED -> RunPicture.Ended.RETRIED;
          case SUCCEEDED, CALLED, DECLINED, FAILED, LOST, CANCELLED -> RunPicture.Ended.TRIED;
        };
    long started = one.completion().startedAt();
    return new RunPicture.Attempt(
        one.work().ref(),
        how,
        started == 0 ? null : instant(started),
        instant(one.completion().finishedAt()),
        one.error());
  }

  private static Json.@Nullable Obj outputs(StoredRun run) {
    if (run.image.status() != RunState.SUCCEEDED) {
      return null;
    }
    GraphShape root = run.shape().root();
    byte[] body =
        root.hasOutputs() ? run.outputs.get(new StepRef(StepRef.ROOT, root.size() - 1)) : null;
    return body == null ? NOTHING : object(body);
  }

  static List<LogChunk> logs(StoredRun run, Optional<String> step) {
    PictureScopes scopes = scopes(run);
    return run.logs.stream()
        .sorted(StoredRun.Log.ORDER)
        .map(
            log ->
                new LogChunk(
                    MemoryBatch.node(run, log.work().ref()).id(),
                    scopes.item(log.work().ref(), run.shape()),
                    log.work().tries().attempt(),
                    log.stderr(),
                    log.start(),
                    log.bytes()))
        .filter(chunk -> step.isEmpty() || step.get().equals(chunk.step()))
        .toList();
  }

  private static Json.Obj object(byte[] body) {
    return JsonText.parse(body) instanceof Json.Obj object ? object : NOTHING;
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000);
  }
}
