package dev.jobc.executor.core;

import dev.jobc.executor.RunState;
import dev.jobc.executor.core.JoinRules.Tally;
import dev.jobc.executor.core.JoinRules.Verdict;
import dev.jobc.executor.core.RunEvent.Ended;
import dev.jobc.executor.core.RunEvent.ItemStarted;
import dev.jobc.executor.core.RunEvent.Released;
import dev.jobc.executor.core.RunEvent.Resumed;
import dev.jobc.executor.core.RunEvent.ScopeOpened;
import dev.jobc.plan.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One command's consequences, followed until nothing more follows. Used once. What a kind of step
 * does is in the {@link Families}; here is what holds for all of them.
 *
 * <p>What follows at the same instant is looked at from the inside out, and within an instance in
 * the order of its nodes: a rule is asked once all of its needs that end at this instant have.
 */
final class Cascade {
  private static final Comparator<Look> ORDER =
      Comparator.comparingInt(Look::depth)
          .reversed()
          .thenComparingInt(Look::scope)
          .thenComparingInt(Look::item)
          .thenComparingInt(Look::node);

  private final PlanShape plan;
  private final RunImage before;
  private final long now;
  private final Families families = new Families(this);
  private final List<RunEvent> events = new ArrayList<>();
  private final TreeSet<Look> looks = new TreeSet<>(ORDER);
  private final Map<StepRef, ScopeImage> rests = new HashMap<>();
  private RunImage image;

  /** Something to look at: a node, or behind the last one the instance as a whole. */
  private record Look(int depth, int scope, int item, int node) {}

  Cascade(RunImage image, PlanShape plan, long now) {
    this.before = image;
    this.image = image;
    this.plan = plan;
    this.now = now;
  }

  List<RunEvent> events() {
    return events;
  }

  RunImage image() {
    return image;
  }

  PlanShape plan() {
    return plan;
  }

  /** Microseconds since 1970. */
  long now() {
    return now;
  }

  Families families() {
    return families;
  }

  void take(RunCommand command) {
    switch (command) {
      case RunCommand.Start start -> begin();
      case RunCommand.Resume resume -> resume(resume);
      case RunCommand.Cancel cancel -> {
        if (endsAtOnce(cancel.atOnce())) {
          emit(new RunEvent.RunEnded(RunState.CANCELLED));
        } else {
          new Early(this).cutRun();
        }
      }
      case RunCommand.CancelStep step -> new Stops(this).cancel(step);
      case RunCommand.TryAgain again -> {
        image.needWorkflow(plan);
        families.tryAgain(again);
      }
      case RunCommand.RunOut out -> {
        if (endsAtOnce(false)) {
          emit(new RunEvent.RunEnded(RunState.FAILED));
        } else {
          new Early(this).timeOut();
        }
      }
      case RunCommand.Refuse refuse -> emit(new RunEvent.RunEnded(refuse.state()));
      case RunCommand.OfStep ofStep -> {
        if (image.ending(ofStep.ref()) == null) {
          new Attempts(this).take(ofStep);
        }
      }
    }
    while (!looks.isEmpty()) {
      look(looks.removeFirst());
    }
  }

  /** Nothing cleans up, or nothing has begun that could be cleaned up. */
  private boolean endsAtOnce(boolean wanted) {
    if (wanted || !plan.cleansUp()) {
      return true;
    }
    image.needWorkflow(plan);
    return image.isChecked(plan);
  }

  /** The workflow begins; in a run that takes up another one, some of its steps have ended. */
  private void begin() {
    if (plan.checks() == PlanShape.NONE) {
      fill(image.scope(StepRef.ROOT), 0);
    } else {
      ScopeImage root = image.scope(StepRef.ROOT);
      open(root.checks(nextNumber(), plan.checks()), 1);
    }
  }

  /** What had to hold before the first step of the workflow holds. */
  void beginChecked() {
    ScopeImage root = image.scope(StepRef.ROOT);
    GraphShape graph = plan.root();
    int last = graph.hasOutputs() ? graph.size() - 1 : graph.size();
    for (int node = 0; node < last; node++) {
      StepRef ref = new StepRef(StepRef.ROOT, node);
      if (before.ending(ref) == null && graph.node(node).needs().isEmpty()) {
        release(ref);
      } else if (before.ending(ref) == null) {
        act(ref, ask(ref, before));
      }
    }
    addLook(root, 0, graph.size());
  }

  private void look(Look look) {
    ScopeImage scope = image.scope(look.scope());
    int size = plan.graph(scope.graph()).size();
    if (look.node() < size) {
      settle(new StepRef(look.scope(), look.item() * size + look.node()));
    } else {
      families.instanceMayBeOver(scope, look.item());
    }
  }

  private void resume(RunCommand.Resume resume) {
    for (int number : resume.maps()) {
      ScopeImage rest = image.scope(number);
      rests.put(rest.parent(), rest);
    }
    boolean checked = plan.checks() != PlanShape.NONE;
    for (int node : resume.kept().stream().toArray()) {
      StepRef ref = new StepRef(StepRef.ROOT, node);
      Transition kept = resume.skipped().get(node) ? Transition.PASSED_OVER : Transition.KEPT;
      if (checked) {
        emit(new Ended(ref, kept));
      } else {
        end(ref, kept);
      }
    }
    begin();
  }

  /** Opens a scope and starts its first instances. */
  void open(ScopeImage scope, int instances) {
    emit(new ScopeOpened(scope));
    for (int item = 0; item < instances; item++) {
      start(scope.number(), item);
    }
  }

  void start(int scope, int item) {
    if (image.scope(scope).has(ScopeImage.Progress.TAKEN_UP)) {
      image.needSteps(scope);
    }
    emit(new ItemStarted(scope, item));
    fill(image.scope(scope), item);
  }

  /** Releases what waits for nothing; an instance without steps is over as soon as it starts. */
  private void fill(ScopeImage scope, int item) {
    GraphShape graph = plan.graph(scope.graph());
    boolean takenUp = scope.has(ScopeImage.Progress.TAKEN_UP);
    RunImage at = image;
    int last = scope.isWorkflow() && graph.hasOutputs() ? graph.size() - 1 : graph.size();
    for (int node = 0; node < last; node++) {
      StepRef ref = new StepRef(scope.number(), item * graph.size() + node);
      boolean waits = !graph.node(node).needs().isEmpty();
      boolean kept = image.ending(ref) != null;
      if (kept) {
        continue;
      }
      if (takenUp && waits) {
        act(ref, ask(ref, at));
      } else if (!waits || ask(ref, RunImage.NEW) != Verdict.WAIT) {
        release(ref);
      }
    }
    addLook(scope, item, graph.size());
  }

  private void addLook(ScopeImage scope, int item, int node) {
    looks.add(new Look(depth(scope), scope.number(), item, node));
  }

  private int depth(ScopeImage scope) {
    if (scope.isWorkflow()) {
      return 0;
    }
    return scope.isOfWorkflow() ? 1 : 1 + depth(image.scope(scope.parent().scope()));
  }

  /** A step may begin: with work for a worker, or by itself. */
  void release(StepRef ref) {
    ScopeImage rest = rests.get(ref);
    if (rest != null) {
      families.goOn(ref, rest);
    } else if (families.needsWork(node(ref))) {
      emit(new Released(ref));
    } else {
      families.begin(ref);
    }
  }

  /** A step that runs graphs has work of its own to do, so many milliseconds from now. */
  void resume(StepRef ref, long delay) {
    emit(new Resumed(ref, delay));
  }

  /** A step that runs graphs is looked at again, so many milliseconds from now. */
  void watch(StepRef ref, Tries tries, long delay) {
    emit(new RunEvent.Watched(ref, tries, delay));
  }

  /** Whether what a step stands in has ended early, so that nothing begins there any more. */
  boolean isCut(StepRef ref) {
    return image.scope(ref.scope()).has(ScopeImage.Progress.CUT);
  }

  /** Looks at a step some of whose needs have ended at this instant. */
  private void settle(StepRef ref) {
    if (image.ending(ref) != null || node(ref) instanceof Node.Outputs) {
      return;
    }
    // What was decided at an earlier instant was acted upon then.
    Verdict verdict = ask(ref, before) == Verdict.WAIT ? ask(ref, image) : Verdict.WAIT;
    act(ref, verdict);
  }

  private void act(StepRef ref, Verdict verdict) {
    switch (verdict) {
      case RUN -> clearUp(ref);
      case SKIP -> end(ref, Transition.PASSED_OVER);
      case PRECLUDE -> preclude(ref, cause(ref));
      case WAIT -> {}
    }
  }

  private Verdict ask(StepRef ref, RunImage at) {
    Node node = node(ref);
    Tally tally = new Tally(node.needs().size());
    GraphShape graph = graph(ref);
    for (int need : node.needs()) {
      Ending ending = at.ending(sibling(ref, need));
      if (ending != null) {
        boolean forgiven = node instanceof Node.Join && graph.isTeardown(need);
        tally.add(forgiven && ending != Ending.CANCELLED ? Ending.SUCCEEDED : ending);
      }
    }
    return JoinRules.ask(node.head().rule(), tally);
  }

  /** A step that clears up runs only if there is something to clear up. */
  private void clearUp(StepRef ref) {
    boolean allSucceeded = true;
    for (int setup : node(ref).head().teardown()) {
      Ending ending = image.ending(sibling(ref, setup));
      if (ending != null && (ending.isFailure() || ending == Ending.TOLERATED)) {
        Fault cause = cause(ref);
        preclude(ref, cause == null ? image.faults().get(sibling(ref, setup)) : cause);
        return;
      }
      allSucceeded &= ending == Ending.SUCCEEDED;
    }
    if (allSucceeded) {
      release(ref);
    } else {
      end(ref, Transition.PASSED_OVER);
    }
  }

  private @Nullable Fault cause(StepRef ref) {
    Fault cause = null;
    for (int need : node(ref).needs()) {
      StepRef failed = sibling(ref, need);
      Ending ending = image.ending(failed);
      if (ending != null && ending.isFailure()) {
        cause = Result.earlier(cause, image.faults().get(failed));
      }
    }
    return cause;
  }

  void preclude(StepRef ref, @Nullable Fault cause) {
    end(ref, Transition.PRECLUDED, cause);
  }

  void end(StepRef ref, Transition transition) {
    end(ref, transition, null);
  }

  /** Ends a step as failed, unless its author has said that this is to be tolerated. */
  void fail(StepRef ref, Transition transition, @Nullable Fault fault) {
    boolean tolerated = node(ref).head().continueOnError();
    end(ref, tolerated ? Transition.TOLERATED : transition, fault);
  }

  private void end(StepRef ref, Transition transition, @Nullable Fault fault) {
    Fault kept = fault == null || !plan.keepsFaults() ? null : fault.passedOn(nextNumber());
    emit(new Ended(ref, transition, kept));
    Integer compensate = node(ref).head().compensate();
    if (compensate != null && image.ending(ref) == Ending.SUCCEEDED) {
      families.completed(ref, compensate);
    }
    if (families.isWatched(node(ref))) {
      emit(new RunEvent.LeftBehind(ref));
    }
    ScopeImage scope = image.scope(ref.scope());
    GraphShape graph = plan.graph(scope.graph());
    int item = ref.step() / graph.size();
    for (int next : graph.dependents(ref.step() % graph.size())) {
      addLook(scope, item, next);
    }
    addLook(scope, item, graph.size());
  }

  /** For a new scope, or a fault. */
  int nextNumber() {
    return image.lastNumber() + 1;
  }

  Node node(StepRef ref) {
    return graph(ref).node(ref.step() % graph(ref).size());
  }

  private GraphShape graph(StepRef ref) {
    return plan.graph(image.scope(ref.scope()).graph());
  }

  private StepRef sibling(StepRef ref, int node) {
    int size = graph(ref).size();
    return new StepRef(ref.scope(), ref.step() / size * size + node);
  }

  void emit(RunEvent event) {
    image = RunMachine.evolve(image, event);
    events.add(event);
  }
}
