package dev.jobc.executor.faults;

import dev.jobc.executor.store.DatabaseSettings;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between clients and a PostgreSQL server, and breaks one connection at one commit: before
 * the server hears of it, or when it has committed and before the client is told.
 *
 * <p>What counts as a commit is a {@code COMMIT}, and a statement that changes something outside of
 * a transaction. Nothing is encrypted between the two.
 */
final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final DatabaseSettings server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private @Nullable Plan plan;
  private int commits;
  private boolean done;

  /** When a connection is cut. */
  enum When {
    BEFORE_THE_COMMIT,
    AFTER_THE_COMMIT
  }

  /**
   * A cut to come.
   *
   * @param number which of the commits that fit, from 1
   * @param fits told the statements of the transaction
   */
  private record Plan(When when, int number, Predicate<String> fits) {}

  private CuttingProxy(ServerSocket listener, DatabaseSettings server) {
    this.listener = listener;
    this.server = server;
  }

  static CuttingProxy to(DatabaseSettings server) throws IOException {
    CuttingProxy proxy =
        new CuttingProxy(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), server);
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  /** The database by way of this proxy. */
  DatabaseSettings settings() {
    URI uri = address();
    String url =
        "jdbc:postgresql://127.0.0.1:"
            + listener.getLocalPort()
            + uri.getPath()
            + "?sslmode=disable";
    return new DatabaseSettings(url, server.user(), server.password());
  }

  private URI address() {
    return URI.create(server.url().substring("jdbc:".length()));
  }

  /** From now on commits that fit are counted, and the {@code number}-th is cut. */
  synchronized void cut(When when, int number, Predicate<String> fits) {
    plan = new Plan(when, number, fits);
    commits = 0;
    done = false;
  }

  /** Only counts from now on. */
  void count() {
    cut(When.BEFORE_THE_COMMIT, Integer.MAX_VALUE, statements -> true);
  }

  synchronized int commits() {
    return commits;
  }

  synchronized boolean hasCut() {
    return done;
  }

  private synchronized @Nullable When meets(String statements) {
    Plan now = plan;
    if (now == null || done || !now.fits().test(statements) || ++commits != now.number()) {
      return null;
    }
    done = true;
    return now.when();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket upstream = new Socket(address().getHost(), address().getPort());
        Link link = new Link(client, upstream);
        sockets.addAll(List.of(client, upstream));
        Thread.ofVirtual().start(() -> link.pump(link::up));
        Thread.ofVirtual().start(() -> link.pump(link::down));
      } catch (IOException e) {
        // Closed, or the server is: whoever waits sees the end of its connection.
        continue;
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** One connection. */
  private final class Link {
    private final Socket client;
    private final Socket upstream;
    private final Statements statements = new Statements();
    private volatile boolean withheld;

    Link(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    interface Pump {
      void run() throws IOException;
    }

    void pump(Pump direction) {
      try {
        client.setTcpNoDelay(true);
        upstream.setTcpNoDelay(true);
        direction.run();
      } catch (IOException e) {
        // One of the two is gone; so is the other now.
        return;
      } finally {
        cut();
      }
    }

    private void cut() {
      for (Socket socket : List.of(client, upstream)) {
        try {
          socket.close();
        } catch (IOException e) {
          continue;
        } finally {
          sockets.remove(socket);
        }
      }
    }

    /** From the client to the server. What is to be executed is held until all of it is known. */
    void up() throws IOException {
      DataInputStream in = in(client);
      DataOutputStream out = out(upstream);
      byte[] startup = new byte[in.readInt() - 4];
      in.readFully(startup);
      out.writeInt(startup.length + 4);
      out.write(startup);
      out.flush();
      while (true) {
        Frame frame = Frame.read(in);
        frame.write(out);
        statements.sent(frame);
        if (frame.type() == 'Q' || frame.type() == 'S') {
          String commit = statements.commit();
          When when = commit == null ? null : meets(commit);
          if (when == When.BEFORE_THE_COMMIT) {
            return;
          }
          withheld = when == When.AFTER_THE_COMMIT;
          out.flush();
        } else if (!statements.isHeld()) {
          out.flush();
        }
      }
    }

    /** From the server to the client. */
    void down() throws IOException {
      DataInputStream in = in(upstream);
      DataOutputStream out = out(client);
      while (true) {
        Frame frame = Frame.read(in);
        if (frame.type() == 'Z') {
          statements.inTransaction = frame.content()[0] != 'I';
        }
        if (withheld) {
          if (frame.type() == 'Z') {
            return;
          }
          continue;
        }
        frame.write(out);
        if (in.available() == 0) {
          out.flush();
        }
      }
    }

    private static DataInputStream in(Socket socket) throws IOException {
      return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
    }

    private static DataOutputStream out(Socket socket) throws IOException {
      return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }
  }

  /** A message of the protocol after the first one. */
  private record Frame(char type, byte[] content) {
    static Frame read(DataInputStream in) throws IOException {
      char type = (char) in.readUnsignedByte();
      int length = in.readInt() - 4;
      if (length < 0) {
        throw new EOFException("no message of PostgreSQL's protocol");
      }
      byte[] content = new byte[length];
      in.readFully(content);
      return new Frame(type, content);
    }

    void write(DataOutputStream out) throws IOException {
      out.writeByte(type);
      out.writeInt(content.length + 4);
      out.write(content);
    }
  }

  /** What one connection has prepared and is about to execute. */
  private static final class Statements {
    private final Map<String, String> prepared = new HashMap<>();
    private final Map<String, String> portals = new HashMap<>();
    private final List<String> transaction = new ArrayList<>();
    private final List<String> group = new ArrayList<>();
    private boolean held;

    /** As the server last said. */
    volatile boolean inTransaction;

    void sent(Frame frame) {
      switch (frame.type()) {
        case 'P' -> prepared.put(text(frame, 0), text(frame, 1));
        case 'B' -> portals.put(text(frame, 0), prepared.getOrDefault(text(frame, 1), ""));
        case 'E' -> group.add(portals.getOrDefault(text(frame, 0), ""));
        case 'Q' -> group.add(text(frame, 0));
        default -> {
          // Says nothing of what is executed.
        }
      }
      held = "PBDEC".indexOf(frame.type()) >= 0;
    }

    boolean isHeld() {
      return held;
    }

    /** The statements of the transaction that the group just sent commits; null when none. */
    @Nullable String commit() {
      transaction.addAll(group);
      boolean begins = group.stream().anyMatch(text -> text.startsWith("BEGIN"));
      boolean commits = group.contains("COMMIT");
      boolean alone = !inTransaction && !begins && group.stream().anyMatch(Statements::changes);
      boolean ends = commits || !inTransaction && !begins || group.contains("ROLLBACK");
      group.clear();
      String all = String.join(";\n", transaction);
      if (ends) {
        transaction.clear();
      }
      return commits || alone ? all : null;
    }

    private static boolean changes(String text) {
      String lower = text.toLowerCase(Locale.ROOT);
      return lower.contains("insert ") || lower.contains("update ") || lower.contains("delete ");
    }

    /** The n-th of the texts that a message begins with. */
    private static String text(Frame frame, int number) {
      int from = 0;
      for (int i = 0; ; i++) {
        int end = from;
        while (frame.content()[end] != 0) {
          end++;
        }
        if (i == number) {
          return new String(frame.content(), from, end - from, StandardCharsets.UTF_8);
        }
        from = end + 1;
      }
    }
  }
}
