package dev.jobc.executor.runner.channel;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;

/** The Unix socket that workers connect back to, in a directory only its owner can enter. */
public final class Listener implements AutoCloseable {
  /** Longest path of a Unix socket that every system takes. */
  private static final int MAX_PATH = 100;

  private final EventLoop loop;
  private final ServerSocketChannel server;
  private final Path directory;
  private final Path socket;
  private final int maxFrame;
  private final Consumer<Connection> accepted;

  private Listener(
      EventLoop loop,
      ServerSocketChannel server,
      Path directory,
      Path socket,
      int maxFrame,
      Consumer<Connection> accepted) {
    this.loop = loop;
    this.server = server;
    this.directory = directory;
    this.socket = socket;
    this.maxFrame = maxFrame;
    this.accepted = accepted;
  }

  /**
   * Listens.
   *
   * @param preferred an empty directory for the socket; another one is made when its path is too
   *     long for a socket
   * @param accepted gets each new connection, on the loop, and must hand it over to a peer
   */
  public static Listener open(
      EventLoop loop, Path preferred, int maxFrame, Consumer<Connection> accepted)
      throws IOException {
    Path directory = socketDirectory(preferred);
    Path socket = directory.resolve("r.sock");
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket), 128);
    server.configureBlocking(false);
    Listener listener = new Listener(loop, server, directory, socket, maxFrame, accepted);
    loop.execute(listener::register);
    return listener;
  }

  /** What goes into {@code JOBC_CONNECT}. */
  public String address() {
    return "unix:" + socket;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
    Files.deleteIfExists(directory);
  }

  private void register() {
    try {
      server.register(loop.selector(), SelectionKey.OP_ACCEPT, (Runnable) this::accept);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      for (SocketChannel channel = server.accept(); channel != null; channel = server.accept()) {
        accepted.accept(new Connection(loop, channel, maxFrame));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path socketDirectory(Path preferred) throws IOException {
    var mode = PosixFilePermissions.fromString("rwx------");
    if (fits(preferred)) {
      return Files.setPosixFilePermissions(preferred, mode);
    }
    Path directory = Files.createTempDirectory("jobc-", PosixFilePermissions.asFileAttribute(mode));
    if (fits(directory)) {
      return directory;
    }
    Files.delete(directory);
    return Files.createTempDirectory(
        Path.of("/tmp"), "jobc-", PosixFilePermissions.asFileAttribute(mode));
  }

  private static boolean fits(Path directory) {
    byte[] path = directory.resolve("r.sock").toString().getBytes(StandardCharsets.UTF_8);
    return path.length <= MAX_PATH;
  }
}
