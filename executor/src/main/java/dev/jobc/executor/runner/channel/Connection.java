package dev.jobc.executor.runner.channel;

import dev.jobc.json.Json;
import dev.jobc.protocol.Frames;
import dev.jobc.protocol.Message;
import dev.jobc.protocol.MessageCodec;
import dev.jobc.protocol.ProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker's connection. Used only on its loop. Sending never blocks and never throws. */
public final class Connection {

  /** Who hears what arrives. */
  public interface Peer {
    void received(Message message);

    /**
     * The last call.
     *
     * @param problem what the other end did wrong, null when it just closed
     */
    void closed(@Nullable String problem);
  }

  private static final Peer NOBODY =
      new Peer() {
        @Override
        public void received(Message message) {}

        @Override
        public void closed(@Nullable String problem) {}
      };

  private static final int READ = 1 << 18;
  private static final int READS_A_TURN = 16;
  private static final int GATHER = 64;

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final int maxFrame;
  private final Frames frames;
  private final ByteBuffer input;
  private final Deque<ByteBuffer> output = new ArrayDeque<>();
  private final Runnable flush = this::flush;
  private final Consumer<Json> deliver = this::deliver;
  private Peer peer = NOBODY;
  private boolean closed;

  Connection(EventLoop loop, SocketChannel channel, int maxFrame) throws IOException {
    this.loop = loop;
    this.channel = channel;
    this.maxFrame = maxFrame;
    this.frames = new Frames(maxFrame);
    this.input = ByteBuffer.allocate(READ);
    channel.configureBlocking(false);
    this.key = channel.register(loop.selector(), SelectionKey.OP_READ, (Runnable) this::ready);
  }

  /** From here on this peer hears what arrives. */
  public void handOver(Peer next) {
    peer = next;
  }

  /**
   * Queues a message; it leaves at the end of the loop's turn.
   *
   * @return false when the message is larger than a frame may be; then it isn't sent
   */
  public boolean send(Message message) {
    ByteBuffer frame = Frames.frame(MessageCodec.encode(message));
    if (frame.remaining() > maxFrame) {
      return false;
    }
    if (!closed) {
      output.add(frame);
      loop.atEndOfTurn(flush);
    }
    return true;
  }

  /** Sends what is queued now, for when a signal must not arrive before a message. */
  public void sendNow() {
    flush();
  }

  /** Closes after what was sent in earlier turns; the peer hears of it. */
  public void close(@Nullable String problem) {
    if (closed) {
      return;
    }
    closed = true;
    output.clear();
    key.cancel();
    try {
      channel.close();
    } catch (IOException e) {
      problem = problem == null ? e.getMessage() : problem;
    }
    peer.closed(problem);
  }

  private void ready() {
    if (key.isValid() && key.isReadable()) {
      var unused = read();
    }
    if (key.isValid() && key.isWritable()) {
      flush();
    }
  }

  /** Whether there may be more to read at once. */
  private boolean read() {
    try {
      for (int i = 0; i < READS_A_TURN && !closed; i++) {
        input.clear();
        int count = channel.read(input);
        if (count < 0) {
          close(frames.atBorder() ? null : "the worker closed the channel within a frame");
        }
        if (count <= 0) {
          return false;
        }
        frames.feed(input.flip(), deliver);
      }
    } catch (ProtocolException e) {
      close(e.getMessage());
    } catch (IOException e) {
      close(null);
    }
    return !closed;
  }

  private void deliver(Json message) {
    if (!closed) {
      peer.received(MessageCodec.decode(message));
    }
  }

  private void flush() {
    if (closed) {
      return;
    }
    try {
      while (!output.isEmpty()) {
        ByteBuffer[] batch = output.stream().limit(GATHER).toArray(ByteBuffer[]::new);
        long written = channel.write(batch);
        while (!output.isEmpty() && !output.peekFirst().hasRemaining()) {
          output.removeFirst();
        }
        if (written == 0) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
      }
      key.interestOps(SelectionKey.OP_READ);
    } catch (IOException e) {
      // The other end is gone; what it said before is still to be heard, but not from in here.
      output.clear();
      loop.execute(this::hearOut);
    }
  }

  private void hearOut() {
    while (!closed && read()) {}
    close(null);
  }
}
