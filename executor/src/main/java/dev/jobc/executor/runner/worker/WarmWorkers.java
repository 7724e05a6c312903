package dev.jobc.executor.runner.worker;

import dev.jobc.executor.TaskError;
import dev.jobc.executor.runner.TaskCall;
import dev.jobc.executor.runner.TaskResult;
import dev.jobc.executor.runner.TaskRunner;
import dev.jobc.executor.runner.channel.Connection;
import dev.jobc.executor.runner.channel.EventLoop;
import dev.jobc.executor.runner.channel.Listener;
import dev.jobc.executor.runner.host.RunnerHost;
import dev.jobc.executor.runner.process.CleanEnvironment;
import dev.jobc.protocol.Message;
import dev.jobc.protocol.Protocol;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in long-lived processes, one pool of them for each environment (language, interpreter,
 * code). All state lives on the host's loop.
 */
public final class WarmWorkers implements TaskRunner {
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final Duration HELLO_LIMIT = Duration.ofSeconds(10);
  private static final int IDLE_PER_SLOT = 4;

  private record PoolKey(String runtime, String interpreter, String bundle, String separation) {}

  private final RunnerHost host;
  private final Map<String, Language> languages;
  private final int slots;
  private final Duration grace;
  private final Listener listener;
  private final SecureRandom random = new SecureRandom();
  private final ResolvedTask.Cache tasks = new ResolvedTask.Cache();
  private final Map<PoolKey, WorkerPool> pools = new HashMap<>();
  private final Map<Long, PendingCall> calls = new ConcurrentHashMap<>();
  private final Map<PendingCall, WorkerPool> poolOf = new HashMap<>();
  private final Map<String, WorkerProcess> byToken = new HashMap<>();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private boolean closing;

  WarmWorkers(RunnerHost host, List<Language> languages, int slots, Duration grace) {
    this.host = host;
    this.languages =
        languages.stream().collect(Collectors.toMap(Language::runtime, language -> language));
    this.slots = slots;
    this.grace = grace;
    try {
      listener =
          Listener.open(host.loop(), host.newFolder("s"), Protocol.MAX_FRAME, this::accepted);
    } catch (IOException e) {
      throw new UncheckedIOException("can't open a socket for workers", e);
    }
    host.loop().execute(this::tick);
  }

  /**
   * Workers for the languages of this project.
   *
   * @param slots processes of one pool, at most
   * @param grace what a task that exceeds its time limit may take to end
   */
  public static WarmWorkers create(RunnerHost host, int slots, Duration grace) {
    return new WarmWorkers(
        host, List.of(new PythonLanguage(host), new GoLanguage(host)), slots, grace);
  }

  @Override
  public boolean serves(String runtime) {
    return languages.containsKey(runtime);
  }

  @Override
  public void run(TaskCall call, Runnable onStart, Consumer<TaskResult> onResult) {
    host.loop().execute(() -> admit(call, onStart, onResult));
  }

  @Override
  public long signs(long callId) {
    PendingCall call = calls.get(callId);
    return call == null ? 0 : call.signs;
  }

  @Override
  public void cancel(long callId, CancelReason reason, Duration callGrace) {
    host.loop()
        .execute(
            () -> {
              PendingCall call = calls.get(callId);
              WorkerPool pool = call == null ? null : poolOf.get(call);
              if (call != null && pool != null) {
                pool.cancel(call, reason, callGrace);
              }
            });
  }

  @Override
  public void close() {
    host.loop().execute(this::shutDown);
    closed.join();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ----------------------------------------------------------------------------- for the pools

  Duration grace() {
    return grace;
  }

  boolean closing() {
    return closing;
  }

  void forget(PendingCall call) {
    calls.remove(call.call.id());
    poolOf.remove(call);
  }

  void buried() {
    if (closing && pools.values().stream().allMatch(WorkerPool::allBuried)) {
      closed.complete(null);
    }
  }

  /** Starts a process; null when that can't even be tried. */
  @Nullable WorkerProcess spawn(WorkerPool pool, Language.Launch launch) {
    retireIdle();
    try {
      Path folder = host.newFolder("w");
      String token = newToken();
      String cookie = host.newCookie();
      WorkerProcess worker = new WorkerProcess(pool, host, folder, token, cookie);
      ProcessBuilder builder = builder(launch, folder, token, cookie);
      byToken.put(token, worker);
      var unused =
          host.spawner()
              .start(builder)
              .whenComplete(
                  (process, problem) ->
                      host.loop().execute(() -> spawned(worker, process, problem)));
      return worker;
    } catch (IOException e) {
      pool.unstartable("can't make a directory for a worker: " + e);
      return null;
    }
  }

  private String newToken() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private ProcessBuilder builder(Language.Launch launch, Path folder, String token, String cookie)
      throws IOException {
    Path temp = Files.createDirectory(folder.resolve("tmp"));
    ProcessBuilder builder =
        new ProcessBuilder(launch.command())
            .directory(Files.createDirectory(folder.resolve("work")).toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()));
    Map<String, String> env = builder.environment();
    env.clear();
    env.putAll(CleanEnvironment.of(temp, cookie));
    env.putAll(launch.env());
    env.put("JOBC_CONNECT", listener.address());
    env.put("JOBC_TOKEN", token);
    return builder;
  }

  private static void spawned(
      WorkerProcess worker, @Nullable Process process, @Nullable Throwable problem) {
    if (process != null) {
      worker.processStarted(process);
    } else {
      worker.processFailed(
          "can't be started: " + (problem == null ? "" : String.valueOf(problem.getMessage())));
    }
  }

  // ------------------------------------------------------------------------------------- the loop

  private void admit(TaskCall call, Runnable onStart, Consumer<TaskResult> onResult) {
    Language language = languages.get(call.spec().runtime());
    if (closing || language == null) {
      String why = closing ? "the worker is shutting down" : "no such runtime here";
      onResult.accept(TaskResult.failed(new TaskError(TaskError.CANCELLED, why)));
      return;
    }
    ResolvedTask task = tasks.of(call.spec());
    PoolKey key =
        new PoolKey(
            language.runtime(),
            call.spec().interpreter(),
            Objects.requireNonNullElse(call.spec().bundle(), ""),
            language.separation(task.fingerprint()));
    WorkerPool pool =
        pools.computeIfAbsent(key, absent -> new WorkerPool(this, host, language, slots));
    PendingCall pending = new PendingCall(call, task, onStart, onResult);
    calls.put(call.id(), pending);
    poolOf.put(pending, pool);
    pool.add(pending);
  }

  private void accepted(Connection connection) {
    connection.handOver(new Handshake(connection));
  }

  /** Hears a new connection until it has said who it is. */
  private final class Handshake implements Connection.Peer {
    private final Connection connection;
    private final EventLoop.Timer limit;

    Handshake(Connection connection) {
      this.connection = connection;
      this.limit =
          host.loop().schedule(HELLO_LIMIT, () -> connection.close("said no hello in time"));
    }

    @Override
    public void received(Message message) {
      limit.cancel();
      WorkerProcess worker =
          message instanceof Message.Hello hello ? byToken.remove(hello.token()) : null;
      if (worker == null) {
        refuse("token", "the first message is no `hello` with a valid token");
      } else if (message instanceof Message.Hello hello
          && (hello.min() > Protocol.VERSION || hello.max() < Protocol.VERSION)) {
        refuse(
            "version",
            "this executor speaks version "
                + Protocol.VERSION
                + ", the worker "
                + hello.min()
                + " to "
                + hello.max());
      } else {
        worker.connected(connection, worker.pool.welcome(worker.token));
      }
    }

    private void refuse(String reason, String text) {
      connection.send(new Message.Bye(reason, text));
      connection.sendNow();
      connection.close(text);
    }

    @Override
    public void closed(@Nullable String problem) {
      limit.cancel();
    }
  }

  private void tick() {
    if (closing) {
      return;
    }
    long now = System.nanoTime();
    idle()
        .filter(worker -> now - worker.idleSince() > IDLE_LIMIT.toNanos())
        .toList()
        .forEach(WorkerProcess::drain);
    pools.values().removeIf(WorkerPool::isIdle);
    var unused = host.loop().schedule(TICK, this::tick);
  }

  /** Makes room for a new process when many stand idle. */
  private void retireIdle() {
    List<WorkerProcess> idle = new ArrayList<>(idle().toList());
    if (idle.size() > slots * IDLE_PER_SLOT) {
      idle.stream()
          .min(Comparator.comparingLong(WorkerProcess::idleSince))
          .ifPresent(WorkerProcess::drain);
    }
  }

  private java.util.stream.Stream<WorkerProcess> idle() {
    return pools.values().stream()
        .flatMap(pool -> pool.workers().stream())
        .filter(w -> w.state() == WorkerProcess.State.READY && w.load() == 0);
  }

  private void shutDown() {
    closing = true;
    pools.values().forEach(WorkerPool::shutDown);
    buried();
  }
}
