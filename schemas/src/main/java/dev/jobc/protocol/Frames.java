package dev.jobc.protocol;

import dev.jobc.json.Json;
import dev.jobc.json.JsonException;
import dev.jobc.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into frames: 4 bytes of length, big-endian, then that many bytes of UTF-8
 * JSON: a message, or an array of messages (a batch). Fed with whatever arrives, in any pieces.
 */
public final class Frames {
  private static final int HEADER = 4;

  private final int maxFrame;
  private byte[] buffer = new byte[1 << 16];
  private int start;
  private int end;

  /**
   * @param maxFrame largest payload accepted, in bytes
   */
  public Frames(int maxFrame) {
    this.maxFrame = maxFrame;
  }

  /** One message as a frame. */
  public static ByteBuffer frame(Json message) {
    byte[] payload = JsonText.writeBytes(message);
    return ByteBuffer.allocate(HEADER + payload.length).putInt(payload.length).put(payload).flip();
  }

  /**
   * Takes bytes in, and hands out every message they complete, in order.
   *
   * @throws ProtocolException when the bytes are no frames; the stream is useless from there on
   */
  public void feed(ByteBuffer bytes, Consumer<Json> messages) {
    append(bytes);
    while (end - start >= HEADER) {
      int length = ByteBuffer.wrap(buffer).getInt(start);
      check(length);
      if (end - start - HEADER < length) {
        return;
      }
      int payload = start + HEADER;
      start = payload + length;
      hand(parse(payload, length), messages);
    }
  }

  /** Whether no frame is half read, so that the stream may end here. */
  public boolean atBorder() {
    return start == end;
  }

  private void append(ByteBuffer bytes) {
    int size = bytes.remaining();
    if (buffer.length - end < size) {
      int held = end - start;
      byte[] target =
          buffer.length - held < size ? new byte[Math.max(buffer.length * 2, held + size)] : buffer;
      System.arraycopy(buffer, start, target, 0, held);
      buffer = target;
      start = 0;
      end = held;
    }
    bytes.get(buffer, end, size);
    end += size;
  }

  private void check(int length) {
    if (length >= 0 && length <= maxFrame) {
      return;
    }
    byte[] head = Arrays.copyOfRange(buffer, start, Math.min(end, start + 64));
    if (printable(head[0]) && printable(head[1]) && printable(head[2]) && printable(head[3])) {
      throw new ProtocolException(
          "text was written to the protocol channel: `"
              + new String(head, StandardCharsets.ISO_8859_1).strip()
              + "`");
    }
    throw new ProtocolException(
        "frame_too_large: a frame of "
            + Integer.toUnsignedString(length)
            + " bytes; at most "
            + maxFrame
            + " are allowed");
  }

  private static boolean printable(byte b) {
    return (b >= ' ' && b < 127) || b == '\n' || b == '\r' || b == '\t';
  }

  private Json parse(int offset, int length) {
    try {
      return JsonText.parse(buffer, offset, length);
    } catch (JsonException e) {
      throw new ProtocolException("a frame holds no JSON: " + e.getMessage(), e);
    }
  }

  private static void hand(Json payload, Consumer<Json> messages) {
    if (payload instanceof Json.Arr(List<Json> batch)) {
      batch.forEach(messages);
    } else {
      messages.accept(payload);
    }
  }
}
