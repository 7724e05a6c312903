package dev.jobc.executor.runner.worker;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.channel.Connection;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.executor.runner.process.ExitText;
import dev.jobc.protocol.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker process, from its start to its end. Used only on the loop.
 *
 * <ol>
 *   <li>A worker flushes each result before it starts the next task. So when it dies, the oldest
 *       unanswered calls are lost, and the prefetched ones are known not to have begun: they are
 *       sent elsewhere, free of charge.
 *   <li>The results of a dead worker are read to the end of its channel before its calls are given
 *       up, and given up only when nothing that it started is left.
 *   <li>A worker in which a task was cancelled is never used again: who knows what the task left.
 *       It answers what it was sent, and the cancelled call's result waits until the worker and
 *       everything it started is gone.
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
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  final WorkerPool pool;
  final String token;
  private final RunnerHost host;
  private final WorkerFiles files;
  private final String cookie;
  private final WorkerCalls calls;
  private State state = State.STARTING;
  private @Nullable Process process;
  private @Nullable Connection connection;
  private @Nullable String problem;
  private @Nullable Integer exitCode;
  private boolean channelClosed = true;

  WorkerProcess(WorkerPool pool, RunnerHost host, Path folder, String token, String cookie) {
    this.pool = pool;
    this.host = host;
    this.files = new WorkerFiles(folder);
    this.token = token;
    this.cookie = cookie;
    this.calls = new WorkerCalls(this, pool, host, files);
  }

  State state() {
    return state;
  }

  @Nullable Connection connection() {
    return connection;
  }

  int load() {
    return calls.count();
  }

  /** Whether it takes another call, with so many queued behind those that run. */
  boolean takes(int queued) {
    return state == State.READY && calls.hasRoom(queued);
  }

  /** Since when it has nothing to do, on the monotonic clock. */
  long idleSince() {
    return calls.idleSince();
  }

  void send(PendingCall call) {
    calls.send(call);
  }

  /** Asks a call that was sent to end. */
  void cancel(PendingCall call) {
    calls.cancel(call);
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
    calls.announced(welcome.load());
    accepted.send(welcome);
  }

  /** Gives it nothing more to do. */
  void retire() {
    if (state == State.READY) {
      state = State.DRAINING;
    }
  }

  /** Ends it when it has nothing left to do. */
  void drain() {
    retire();
    drainIfRetired();
  }

  void drainIfRetired() {
    if (state == State.DRAINING && calls.count() == 0 && connection != null) {
      connection.send(new Message.Drain());
      Process running = process;
      if (running != null) {
        var unused = host.loop().schedule(LAST_WORDS, () -> host.kill(running));
      }
    }
  }

  /** Makes it look at its channel, when its language needs that. */
  void poke() {
    Process running = process;
    if (running != null && pool.poked() && state.compareTo(State.ENDING) < 0) {
      var unused = host.signals().process("USR1", running.pid());
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
    calls.shutDown();
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
    pool.ended(this, calls.takeUnharmed(), wasReady ? null : startProblem(how));
    List<PendingCall> lost = calls.takeLost();
    var unused =
        host.sweeper().sweep(cookie).thenRun(() -> host.loop().execute(() -> giveUp(lost, how)));
  }

  private void giveUp(List<PendingCall> lost, String how) {
    calls.release();
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

  // ------------------------------------------------------------------------------------ messages

  @Override
  public void received(Message message) {
    switch (message) {
      case Message.Ready ready -> {
        if (state == State.STARTING) {
          state = State.READY;
          pool.ready(this);
        }
      }
      case Message.Result result -> calls.answered(result);
      case Message.Progress progress -> calls.progress(progress);
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

  void breach(String what) {
    if (problem == null) {
      problem = "broke the protocol: it " + what;
    }
    kill();
  }
}
