package dev.jobc.executor.runner.local;

import dev.jobc.json.Json;
import dev.jobc.json.JsonText;
import dev.jobc.protocol.Frames;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The executor's end of one worker's channel, under the control of a test. */
final class FakeExecutor implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final SocketChannel channel;
  private final Path stderr;
  private final Frames frames = new Frames(1 << 20);
  private final Deque<Json> received = new ArrayDeque<>();

  private FakeExecutor(Process process, SocketChannel channel, Path stderr) {
    this.process = process;
    this.channel = channel;
    this.stderr = stderr;
  }

  static FakeExecutor start(Path directory, List<String> command) throws IOException {
    Path sockets = Files.createTempDirectory("jobc");
    Path socket = sockets.resolve("s");
    Path folder = Files.createTempDirectory(directory, "worker");
    Path stderr = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectory(folder.resolve("work")).toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(stderr.toFile());
    builder.environment().put("JOBC_CONNECT", "unix:" + socket);
    builder.environment().put("JOBC_TOKEN", "secret");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      Process process = builder.start();
      return new FakeExecutor(process, server.accept(), stderr);
    } finally {
      Files.deleteIfExists(socket);
      Files.delete(sockets);
    }
  }

  void send(String payload) throws IOException {
    write(Frames.frame(JsonText.parse(payload)));
  }

  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  Json next() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (received.isEmpty()) {
      if (channel.read(buffer.clear()) < 0) {
        throw new IOException("the worker hung up: " + stderr());
      }
      frames.feed(buffer.flip(), received::add);
    }
    return received.removeFirst();
  }

  void hangUp() throws IOException {
    channel.close();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker doesn't end");
    }
    return process.exitValue();
  }

  String stderr() throws IOException {
    return Files.readString(stderr);
  }

  @Override
  public void close() throws Exception {
    channel.close();
    process.destroyForcibly().waitFor();
  }
}
