package dev.jobc.executor.runner.worker;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.ErrorNames;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner.CancelReason;
import dev.jobc.executor.runner.channel.Connection;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.executor.runner.process.ExitText;
import dev.jobc.json.JsonException;
import dev.jobc.protocol.Failure;
import dev.jobc.protocol.Message;
import dev.jobc.protocol.Protocol;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One worker process and the calls it was sent. Used only on the loop.
 *
 * <ol>
 *   <li>At most {@code slots} of the unanswered calls run, the oldest ones; the rest are
 *       prefetched.
 *   <li>A worker flushes each result before it starts the next task. So when it dies, the oldest
 *       unanswered calls are lost, and the prefetched ones are known not to have begun: they are
 *       sent elsewhere, free of charge.
 *   <li>The results of a dead worker are read to the end of its channel before its calls are given
 *       up, and given up only when nothing that it started is left.
 *   <li>A worker in which a task was cancelled is never used again: who knows what the task left.
 *       It answers what it was sent, and the cancelled call's result waits until the worker and
 *       everything it started is gone.
 *   <li>A call cancelled before its turn is given up at once: its turn may be far away. It stays
 *       unanswered, and should its code have begun a moment ago, the ladder ends it too.
 * </ol>
 */
final class WorkerProcess implements Connection.Peer {
  enum State {
    STARTING,
    READY,
    /** Finishes what it has, and takes nothing more. */
    DRAINING,
    /** Signalled, or its channel is gone. */
    ENDING,
    ENDED
  }

  private static final Duration KILL_AFTER_TERM = Duration.ofSeconds(2);
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(5);
  private static final Duration RECALL_AFTER = Duration.ofMillis(50);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  final WorkerPool pool;
  final String token;
  private final RunnerHost host;
  private final WorkerFiles files;
  private final String cookie;
  private final Map<Long, PendingCall> unanswered = new LinkedHashMap<>();
  private final Map<PendingCall, TaskResult> held = new LinkedHashMap<>();
  private final Set<String> known = new HashSet<>();
  private final long bornAt = System.nanoTime();
  private State state = State.STARTING;
  private @Nullable Process process;
  private @Nullable Connection connection;
  private @Nullable String problem;
  private @Nullable Integer exitCode;
  private boolean channelClosed = true;
  private long nextId = 1;
  private long served;
  private long idleSince = System.nanoTime();
  private boolean watching;
  private boolean stuck;

  WorkerProcess(WorkerPool pool, RunnerHost host, Path folder, String token, String cookie) {
    this.pool = pool;
    this.host = host;
    this.files = new WorkerFiles(folder);
    this.token = token;
    this.cookie = cookie;
  }

  State state() {
    return state;
  }

  int load() {
    return unanswered.size();
  }

  /** Whether it takes another call, with so many queued behind those that run. */
  boolean takes(int queued) {
    return state == State.READY && load() < pool.slots() + (stuck ? 0 : queued);
  }

  /** Since when it has nothing to do, on the monotonic clock. */
  long idleSince() {
    return idleSince;
  }

  // ------------------------------------------------------------------------------- start and end

  void processStarted(Process started) {
    process = started;
    var unused =
        started
            .onExit()
            .thenAccept(ended -> host.loop().execute(() -> processEnded(ended.exitValue())));
    if (state != State.STARTING) {
      host.kill(started);
    }
  }

  void processFailed(String reason) {
    problem = reason;
    state = State.ENDING;
    finish(-1);
  }

  /** The handshake took too long. */
  void startTimedOut(Duration limit) {
    if (state == State.STARTING) {
      problem = "was not ready within " + limit.toSeconds() + " s";
      kill();
    }
  }

  void connected(Connection accepted, Message.Welcome welcome) {
    connection = accepted;
    channelClosed = false;
    accepted.handOver(this);
    welcome.load().forEach(function -> known.add(function.fn()));
    accepted.send(welcome);
  }

  /** Ends it when it has nothing left to do. */
  void drain() {
    if (state == State.READY) {
      state = State.DRAINING;
    }
    if (state == State.DRAINING && unanswered.isEmpty() && connection != null) {
      connection.send(new Message.Drain());
      Process running = process;
      if (running != null) {
        var unused = host.loop().schedule(LAST_WORDS, () -> host.kill(running));
      }
    }
  }

  void terminate() {
    if (state == State.ENDED) {
      return;
    }
    state = State.ENDING;
    if (process != null) {
      host.terminate(process);
      var unused = host.loop().schedule(KILL_AFTER_TERM, this::kill);
    }
  }

  /** Ends it at once; its calls are cancelled. */
  void shutDown() {
    for (PendingCall call : unanswered.values()) {
      call.cancelReason = call.cancelReason == null ? CancelReason.SHUTDOWN : call.cancelReason;
    }
    kill();
  }

  void kill() {
    if (state != State.ENDED) {
      state = State.ENDING;
      if (process != null) {
        host.kill(process);
      }
    }
  }

  @Override
  public void closed(@Nullable String reason) {
    channelClosed = true;
    if (reason != null && problem == null) {
      problem = "broke the protocol: " + reason;
    }
    if (state != State.ENDED) {
      state = State.ENDING;
    }
    Integer code = exitCode;
    Process running = process;
    if (code != null) {
      finish(code);
    } else if (running != null) {
      var unused = host.loop().schedule(LAST_WORDS, () -> host.kill(running));
    }
  }

  private void processEnded(int code) {
    exitCode = code;
    if (channelClosed) {
      finish(code);
    } else if (connection != null) {
      // A child that inherited the socket could hold it open for ever.
      Connection open = connection;
      var unused = host.loop().schedule(LAST_WORDS, () -> open.close(null));
    }
  }

  private void finish(int code) {
    if (state == State.ENDED) {
      return;
    }
    boolean wasReady = connection != null;
    state = State.ENDED;
    String how = problem != null && !wasReady ? problem : ExitText.of(code);
    List<PendingCall> lost = new ArrayList<>();
    List<PendingCall> unharmed = new ArrayList<>();
    for (PendingCall call : unanswered.values()) {
      (call.started || call.cancelReason != null ? lost : unharmed).add(call);
    }
    unanswered.clear();
    pool.ended(this, unharmed, wasReady ? null : startProblem(how));
    var unused =
        host.sweeper().sweep(cookie).thenRun(() -> host.loop().execute(() -> giveUp(lost, how)));
  }

  private void giveUp(List<PendingCall> lost, String how) {
    held.forEach(pool::complete);
    for (PendingCall call : lost) {
      String tail = files.lastWords();
      TaskError error =
          call.cancelReason != null
              ? call.cancelled()
              : new TaskError(
                  TaskError.WORKER_LOST,
                  "the "
                      + pool.runtime()
                      + " process "
                      + (problem == null ? "" : problem + ", and ")
                      + how
                      + " while it ran this task",
                  tail.isEmpty() ? null : tail);
      pool.complete(call, new TaskResult(new TaskResult.Outcome.Failed(error), files.rest()));
    }
    files.remove();
    pool.buried(this);
  }

  private String startProblem(String how) {
    String tail = files.lastWords();
    return "the "
        + pool.runtime()
        + " worker "
        + how
        + (exitCode == null ? "" : " before it was ready")
        + (tail.isEmpty() ? "" : ": " + tail);
  }

  // --------------------------------------------------------------------------------------- calls

  void send(PendingCall call) {
    Connection to = connection;
    if (to == null) {
      throw new IllegalStateException("not connected");
    }
    var function = call.task.function();
    if (known.add(function.fn())) {
      to.send(new Message.Load(List.of(function)));
    }
    long id = nextId++;
    Map<String, String> env = new LinkedHashMap<>(call.call.facts());
    env.putAll(call.call.env());
    String problem =
        refusal(
            to,
            new Message.Run(id, function.fn(), call.call.inputs(), env, call.call.timeoutMillis()));
    if (problem != null) {
      pool.complete(call, TaskResult.failed(new TaskError(TaskError.UNEXPECTED, problem)));
      return;
    }
    call.wireId = id;
    call.worker = this;
    unanswered.put(id, call);
    startDue();
    watchOldest();
  }

  /** Sends a run; says why when it can't be sent at all. */
  private static @Nullable String refusal(Connection to, Message.Run run) {
    try {
      return to.send(run)
          ? null
          : "the inputs are larger than "
              + Protocol.MAX_FRAME
              + " bytes of JSON; write large data to a file and pass its path";
    } catch (JsonException e) {
      return "the inputs can't be written as JSON: " + e.getMessage();
    }
  }

  /** Asks a call that was sent to end. */
  void cancel(PendingCall call) {
    if (connection != null) {
      tell(connection, call, Message.Cancel.Reason.valueOf(reason(call).name()));
      if (call.started) {
        recallOthers(connection);
      }
      connection.sendNow();
    }
    if (call.started) {
      climb(call);
    } else {
      pool.complete(call, TaskResult.failed(call.cancelled()));
    }
  }

  /** What is queued behind a cancelled call goes elsewhere: this worker won't be used again. */
  private void recallOthers(Connection to) {
    state = state == State.READY ? State.DRAINING : state;
    recall(to);
  }

  private void recall(Connection to) {
    for (PendingCall call : unanswered.values()) {
      if (!call.started && call.cancelReason == null) {
        tell(to, call, Message.Cancel.Reason.RECALL);
      }
    }
  }

  /**
   * Watches the oldest call while others are queued behind it. How long a call takes is a guess;
   * when it was wrong, the others go elsewhere and nothing more is queued here until it has ended.
   */
  private void watchOldest() {
    if (watching || stuck || unanswered.size() <= pool.slots()) {
      return;
    }
    watching = true;
    long oldest = unanswered.keySet().iterator().next();
    var unused =
        host.loop()
            .schedule(
                RECALL_AFTER,
                () -> {
                  watching = false;
                  stuck = unanswered.size() > pool.slots() && unanswered.containsKey(oldest);
                  if (stuck) {
                    recallFromStuck();
                  } else {
                    watchOldest();
                  }
                });
  }

  private void recallFromStuck() {
    Process running = process;
    if (connection != null && running != null && state.compareTo(State.ENDING) < 0) {
      recall(connection);
      connection.sendNow();
      if (pool.poked()) {
        var unused = host.signals().process("USR1", running.pid());
      }
    }
  }

  private static void tell(Connection to, PendingCall call, Message.Cancel.Reason reason) {
    to.send(new Message.Cancel(call.wireId, reason, call.grace.toMillis()));
  }

  @Override
  public void received(Message message) {
    switch (message) {
      case Message.Ready ready -> {
        if (state == State.STARTING) {
          state = State.READY;
          pool.ready(this);
        }
      }
      case Message.Result result -> answered(result);
      case Message.Progress progress -> {
        PendingCall call = unanswered.get(progress.id());
        if (call != null) {
          call.lastProgress = progress;
        }
      }
      case Message.LoadError failed -> {
        problem = failed.error().message();
        kill();
      }
      case Message.Ping ping -> reply(new Message.Pong(ping.seq()));
      case Message.Unknown unknown -> {
        if (unknown.must()) {
          reply(new Message.Unsupported(unknown.type()));
        }
      }
      case Message.Bye bye -> state = state == State.ENDED ? state : State.ENDING;
      case Message.Pong pong -> {}
      case Message.Unsupported unsupported -> breach("refuses `" + unsupported.type() + "`");
      case Message.Hello hello -> breach("said hello twice");
      case Message.Welcome welcome -> breach("sent `welcome`");
      case Message.Load load -> breach("sent `load`");
      case Message.Run run -> breach("sent `run`");
      case Message.Cancel cancel -> breach("sent `cancel`");
      case Message.Drain drain -> breach("sent `drain`");
    }
  }

  private void reply(Message message) {
    if (connection != null) {
      connection.send(message);
    }
  }

  private void breach(String what) {
    if (problem == null) {
      problem = "broke the protocol: it " + what;
    }
    kill();
  }

  private void answered(Message.Result result) {
    PendingCall call = unanswered.remove(result.id());
    if (call == null) {
      breach("answered a call that it doesn't have: " + result.id());
      return;
    }
    if (neverBegan(result)) {
      comeBack(call);
      afterAnswer();
      return;
    }
    served++;
    stuck = false;
    TaskResult.Output output = files.take(result);
    pool.took(call, result.wallUs());
    deliver(call, new TaskResult(outcome(call, result), output));
    afterAnswer();
  }

  /** Its code never began here. */
  private void comeBack(PendingCall call) {
    if (call.cancelReason == null) {
      call.unsend();
      pool.requeue(call);
    } else {
      pool.complete(call, TaskResult.failed(call.cancelled()));
    }
  }

  private static boolean neverBegan(Message.Result result) {
    return result.error() != null
        && result.error().kind() == Failure.Kind.CANCELLED
        && result.error().type().equals(Failure.NOT_STARTED);
  }

  private void afterAnswer() {
    startDue();
    if (unanswered.isEmpty()) {
      idleSince = System.nanoTime();
    }
    if (WorkerPool.isSpent(served, System.nanoTime() - bornAt, files.size())) {
      state = state == State.READY ? State.DRAINING : state;
    }
    if (state == State.DRAINING) {
      drain();
    }
    pool.dispatch();
  }

  private void deliver(PendingCall call, TaskResult result) {
    if (call.cancelReason == null) {
      pool.complete(call, result);
      return;
    }
    state = state == State.READY ? State.DRAINING : state;
    held.put(call, result);
    var unused = host.loop().schedule(LONGEST_HOLD, () -> pool.complete(call, result));
  }

  private static TaskResult.Outcome outcome(PendingCall call, Message.Result result) {
    if (result.error() != null) {
      return new TaskResult.Outcome.Failed(
          call.cancelReason != null
              ? call.cancelled()
              : ErrorNames.of(result.error(), call.call.spec().errors()));
    }
    if (call.cancelReason == CancelReason.TIMEOUT) {
      return new TaskResult.Outcome.Failed(call.cancelled());
    }
    if (result.value() == null) {
      throw new IllegalStateException("a result has a value or an error");
    }
    return new TaskResult.Outcome.Succeeded(result.value());
  }

  /** Starts the clock of the calls that now run. */
  private void startDue() {
    int running = 0;
    for (PendingCall call : unanswered.values()) {
      if (running++ == pool.slots()) {
        return;
      }
      if (!call.started) {
        call.start();
        if (call.cancelReason == null) {
          pool.watch(call);
        } else {
          climb(call);
        }
      }
    }
  }

  /** The ladder: a nudge, after the grace SIGTERM, then the kill. */
  private void climb(PendingCall call) {
    Process running = process;
    if (running != null && pool.poked() && state.compareTo(State.ENDING) < 0) {
      var unused = host.signals().process("USR1", running.pid());
    }
    var unused =
        host.loop()
            .schedule(
                call.grace,
                () -> {
                  if (unanswered.get(call.wireId) == call) {
                    terminate();
                  }
                });
  }

  private static CancelReason reason(PendingCall call) {
    return call.cancelReason == null ? CancelReason.USER : call.cancelReason;
  }
}
