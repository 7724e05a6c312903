package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.RunEvent.Ended;
import dev.jobc.executor.core.RunEvent.ItemEnded;
import dev.jobc.executor.core.RunEvent.ItemStarted;
import dev.jobc.executor.core.RunEvent.Paused;
import dev.jobc.executor.core.RunEvent.Released;
import dev.jobc.executor.core.RunEvent.Requeued;
import dev.jobc.executor.core.RunEvent.Resumed;
import dev.jobc.executor.core.RunEvent.RunEnded;
import dev.jobc.executor.core.RunEvent.ScopeOpened;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The rules of a run.
 *
 * <ol>
 *   <li>A step is released at most once, when its join rule says so of what it needs.
 *   <li>A step ends at most once. A command about a step that has ended, or in a run that has
 *       ended, decides nothing.
 *   <li>A step that runs graphs ends when none of them goes on and none will start.
 *   <li>A run ends when every step of the workflow and of its handlers has ended, and its policy
 *       wants no further try of a workflow that has failed. A cancel, or the end of its time, ends
 *       it at once if nothing in the plan cleans up, or if that is asked for; steps that have not
 *       ended then count as cancelled without a mark of their own. Otherwise it cancels them, and
 *       the run ends when what cleans up has.
 * </ol>
 */
public final class RunMachine {
  private RunMachine() {}

  /** What follows from a command, and the state after it. */
  public record Decision(List<RunEvent> events, RunImage image) {}

  /** The events of a command; empty when it is refused. */
  public static List<RunEvent> decide(
      RunImage image, RunCommand command, PlanShape plan, long now) {
    return apply(image, command, plan, now).events();
  }

  /**
   * {@link #decide} and {@link #evolve} in one go.
   *
   * @param now when it happened, microseconds since 1970
   */
  public static Decision apply(RunImage image, RunCommand command, PlanShape plan, long now) {
    Cascade cascade = new Cascade(image, plan, now);
    if (image.status() == RunState.RUNNING) {
      cascade.take(command);
    }
    return new Decision(cascade.events(), cascade.image());
  }

  /** The steps that a {@link RunCommand.CancelStep} has ended, or begun to end. */
  public static List<StepRef> stopped(Decision decision) {
    Set<StepRef> stopped = new LinkedHashSet<>();
    for (RunEvent event : decision.events()) {
      if (event instanceof RunEvent.ScopeMarked mark
          && mark.flags() == ScopeImage.Progress.STOPPED) {
        stopped.add(decision.image().scope(mark.scope()).parent());
      } else if (event instanceof Ended end && isStopped(end)) {
        stopped.add(end.ref());
      }
    }
    return List.copyOf(stopped);
  }

  private static boolean isStopped(Ended end) {
    boolean tolerated =
        end.transition() == Transition.TOLERATED
            && end.fault() != null
            && end.fault().origin().equals(end.ref());
    return end.transition() == Transition.STOPPED || tolerated;
  }

  /** The state after an event. Total: an event that was decided can't be refused. */
  public static RunImage evolve(RunImage image, RunEvent event) {
    return switch (event) {
      case Released r -> image;
      case Requeued r -> image;
      case Paused p -> image;
      case Resumed r -> image;
      case RunEvent.Watched w -> image;
      case RunEvent.LeftBehind l -> image;
      case RunEvent.OutputsGiven o -> image;
      case RunEvent.OutputsDropped o -> image;
      case RunEvent.TryPutOff t -> image;
      case RunEvent.ScopeMarked m -> image.withScope(image.scope(m.scope()).with(m.flags()));
      case RunEvent.CallsCounted c -> image.withScope(image.scope(c.scope()).withCalls(c.more()));
      case Ended e -> image.withEnding(e.ref(), e.ending()).withFault(e.ref(), e.fault());
      case ScopeOpened o -> image.withScope(o.scope());
      case ItemStarted s -> image.withScope(image.scope(s.scope()).withReleased(1));
      case ItemEnded e ->
          image
              .withScope(image.scope(e.scope()).withEnded(e.how(), e.fault()))
              .withNumber(e.fault() == null ? 0 : e.fault().number());
      case RunEnded e -> image.withStatus(e.state());
    };
  }

  /** What the world owes the run after an event. */
  public static List<RunEffect> react(RunEvent event) {
    return switch (event) {
      case Released r -> List.of(new RunEffect.Enqueue(r.ref(), Tries.FIRST, 0));
      case Requeued r -> List.of(new RunEffect.Enqueue(r.ref(), r.next(), r.delay()));
      case Paused p ->
          p.delay() < 0 ? List.of() : List.of(new RunEffect.Enqueue(p.ref(), p.next(), p.delay()));
      case Resumed r -> List.of(new RunEffect.Enqueue(r.ref(), Tries.FIRST, r.delay()));
      case RunEvent.Watched w -> List.of(new RunEffect.Enqueue(w.ref(), w.tries(), w.delay()));
      case RunEvent.LeftBehind l -> List.of(new RunEffect.Halt());
      case RunEvent.OutputsGiven o -> List.of(new RunEffect.KeepOutputs(o.ref()));
      case RunEvent.OutputsDropped o -> List.of(new RunEffect.DropOutputs(o.ref()));
      case RunEvent.TryPutOff t -> List.of(new RunEffect.TryLater(t.scope(), t.delay()));
      case RunEvent.ScopeMarked m -> List.of();
      case RunEvent.CallsCounted c -> List.of();
      case ScopeOpened o -> List.of(new RunEffect.KeepScope(o.scope()));
      case RunEnded e -> List.of(new RunEffect.AnnounceEnd(e.state()));
      case Ended e ->
          e.transition() == Transition.CALLED_OFF ? List.of(new RunEffect.Halt()) : List.of();
      case ItemStarted s -> List.of();
      case ItemEnded e -> List.of();
    };
  }
}
