package dev.jobc.executor.store.memory;

import dev.jobc.executor.RunId;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.RunImage;
import dev.jobc.executor.core.ScopeImage;
import dev.jobc.executor.core.StepRef;
import dev.jobc.executor.core.Tries;
import dev.jobc.executor.store.Completion;
import dev.jobc.executor.store.NewRun;
import dev.jobc.executor.store.Question;
import dev.jobc.executor.store.StoredPlan;
import dev.jobc.executor.store.Work;
import dev.jobc.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything of one run. Guarded by the books. */
public final class StoredRun {
  final RunId id;
  final StoredPlan plan;
  final NewRun given;
  final long createdAt;
  final Map<StepRef, byte[]> outputs = new HashMap<>();
  final Map<Integer, byte[]> items = new HashMap<>();
  final List<Attempt> attempts = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  final List<Log> logs = new ArrayList<>();
  final Map<StepRef, Waiting> questions = new LinkedHashMap<>();
  final Map<StepRef, RunId> reused = new LinkedHashMap<>();
  final List<Signal> signals = new ArrayList<>();
  final Map<StepRef, Called> called = new LinkedHashMap<>();
  final List<RunId> resumedBy = new ArrayList<>();
  @Nullable RunId resumes;
  @Nullable RunId origin;
  byte @Nullable [] error;
  @Nullable Work caller;
  long finishedAt;
  RunImage image;

  /** How an attempt ended. */
  public enum How {
    SUCCEEDED,
    DECLINED,
    FAILED,
    RETRIED,
    LOST,
    ABANDONED,
    EVALUATED,
    GIVEN_BACK,
    CANCELLED,
    PAUSED,
    HELD,
    UNMET,
    CALLED,
    REUSED;

    /** Whether the step can have no other after it. */
    public boolean isForGood() {
      return switch (this) {
        case SUCCEEDED, DECLINED, FAILED, ABANDONED, REUSED -> true;
        case RETRIED, LOST, EVALUATED, GIVEN_BACK, CANCELLED, PAUSED, HELD, UNMET, CALLED -> false;
      };
    }
  }

  /** An attempt that has ended. */
  public record Attempt(Completion completion, How how, int worker, byte @Nullable [] error) {
    public Work work() {
      return completion.claimed().work();
    }
  }

  /** A rare transition. */
  public enum Kind {
    LEASE_LOST,
    LATE_RESULT_REFUSED,
    RUN_CANCELLED,
    RUN_OUT,
    RUN_REFUSED,
    STEP_CANCELLED,
    STEP_RELEASED,
    STEP_GIVEN_UP
  }

  public record Event(Kind kind, @Nullable Work work, int worker, long at) {}

  record Log(Work work, boolean stderr, long start, byte[] bytes) {
    static final Comparator<Log> ORDER =
        Comparator.<Log>comparingInt(log -> log.work().ref().scope())
            .thenComparingInt(log -> log.work().ref().step())
            .thenComparingInt(log -> log.work().tries().attempt())
            .thenComparing(Log::stderr)
            .thenComparingLong(Log::start);
  }

  record Waiting(Work work, Tries next, Question question, boolean timed, long askedAt) {}

  record Signal(String name, Json.Obj values) {}

  record Called(RunId run, Work caller) {}

  StoredRun(RunId id, StoredPlan plan, NewRun given, RunImage image, long createdAt) {
    this.id = id;
    this.plan = plan;
    this.given = given;
    this.image = image;
    this.createdAt = createdAt;
  }

  public RunId id() {
    return id;
  }

  public RunImage image() {
    return image;
  }

  public PlanShape shape() {
    return plan.shape();
  }

  /** In the order in which they were recorded. */
  public List<Attempt> attempts() {
    return List.copyOf(attempts);
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  public Map<StepRef, byte[]> outputs() {
    return Map.copyOf(outputs);
  }

  public Map<Integer, byte[]> items() {
    return Map.copyOf(items);
  }

  /** Whether limits hold it back, so that nothing of it has begun. */
  public boolean isHeld() {
    return image.scope(StepRef.ROOT).has(ScopeImage.Progress.HELD);
  }

  /** Whether the work of a step must not go on. */
  boolean isOver(StepRef ref) {
    return image.status().ended() || image.ending(ref) != null;
  }

  Collection<ScopeImage> scopesBelow(Collection<StepRef> steps) {
    List<ScopeImage> below = new ArrayList<>();
    List<ScopeImage> all =
        image.scopes().values().stream()
            .sorted(Comparator.comparingInt(ScopeImage::number))
            .toList();
    for (boolean more = true; more; ) {
      more = false;
      for (ScopeImage scope : all) {
        boolean isBelow =
            steps.contains(scope.parent())
                || below.stream().anyMatch(one -> one.number() == scope.parent().scope());
        if (isBelow && !below.contains(scope)) {
          more |= below.add(scope);
        }
      }
    }
    return below;
  }
}
