package dev.jobc.executor.store;

import dev.jobc.executor.DeadLetter;
import dev.jobc.executor.DeadLetters;
import dev.jobc.executor.EngineException;
import dev.jobc.executor.RunId;
import dev.jobc.executor.RunSummary;
import dev.jobc.executor.TaskError;
import dev.jobc.executor.core.PlanShape;
import dev.jobc.executor.core.StepRef;
import dev.jobc.json.JsonText;
import dev.jobc.plan.Node;
import dev.jobc.plan.TaskPolicy;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps tasks that failed for good; see {@link DeadLetters}. */
public interface LetterStore {
  List<DeadLetter> find(DeadLetters.Filter filter, @Nullable Long before, int limit);

  long count(DeadLetters.Filter filter);

  /** See {@link DeadLetters#retry}; {@code needs} as for {@link RunStore#resume}. */
  DeadLetters.Retried retry(RunId run, Set<Long> letters, RunNeeds.Source needs);

  long discard(DeadLetters.Filter filter);

  /** Removes all but the newest; returns how many that were. */
  long keepNewest(long most);

  /**
   * Whether a step that has failed for good is kept. What somebody cancelled, or a limit, has not
   * failed by itself.
   */
  static boolean keeps(Node node, Outcome outcome) {
    return node instanceof Node.Task task
        && task.policy().deadLetter() == TaskPolicy.DeadLetter.SAVE
        && !(outcome instanceof Outcome.Failed(TaskError error)
            && error.name().equals(TaskError.CANCELLED));
  }

  /**
   * One as a reader sees it.
   *
   * @param ref where in the run
   */
  static DeadLetter letter(
      long id,
      RunSummary run,
      PlanShape plan,
      PictureScopes scopes,
      StepRef ref,
      int attempt,
      byte[] error,
      Instant failedAt) {
    Node node = plan.node(scopes.graph(ref.scope()), ref.step());
    String task =
        node instanceof Node.Task one ? plan.plan().tasks().get(one.task()).name() : node.id();
    return new DeadLetter(
        id,
        run,
        scopes.place(ref, plan),
        task,
        attempt,
        TaskError.fromJson(JsonText.parse(error)),
        failedAt,
        node.source());
  }

  /** A letter was asked for that is not there. */
  static EngineException missing(RunId run, Set<Long> letters) {
    String all =
        letters.stream().sorted().map(String::valueOf).reduce((a, b) -> a + ", " + b).orElse("");
    return new EngineException(
        EngineException.Kind.NOT_FOUND, "run " + run + " has no dead letter " + all);
  }

  /** Its run goes on. */
  static EngineException goesOn(RunId run) {
    return new EngineException(
        EngineException.Kind.INVALID_INPUT,
        "run " + run + " goes on; its dead letters can be retried once it has ended");
  }

  /** Somebody else waits for what its run gives. */
  static EngineException called(RunId run, RunId caller) {
    return new EngineException(
        EngineException.Kind.INVALID_INPUT,
        "run %s was called by run %s; take that one up: `jobc runs resume %s`"
            .formatted(run, caller, caller));
  }

  /** What failed belongs to a handler, and the run came to a good end. */
  static EngineException nothingLeft(RunId run) {
    return new EngineException(
        EngineException.Kind.INVALID_INPUT,
        "run " + run + " has succeeded, and what failed was a handler of it: nothing to do again");
  }
}
