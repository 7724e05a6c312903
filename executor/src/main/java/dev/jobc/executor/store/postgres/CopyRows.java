package dev.jobc.executor.store.postgres;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows in the binary format of COPY, written one value after the other and sent in one go. The
 * caller keeps to the order and the types of the statement's columns.
 */
final class CopyRows {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  /** 2000-01-01 in microseconds since 1970: where PostgreSQL's time starts. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private static final int INITIAL = 8 * 1024;

  private ByteBuffer bytes = ByteBuffer.allocate(INITIAL).put(HEADER);
  private long rows;

  boolean isEmpty() {
    return rows == 0;
  }

  CopyRows row(int columns) {
    room(2).putShort((short) columns);
    rows++;
    return this;
  }

  CopyRows int8(long value) {
    room(12).putInt(8).putLong(value);
    return this;
  }

  CopyRows int4(int value) {
    room(8).putInt(4).putInt(value);
    return this;
  }

  CopyRows int2(int value) {
    room(6).putInt(2).putShort((short) value);
    return this;
  }

  CopyRows bool(boolean value) {
    room(5).putInt(1).put((byte) (value ? 1 : 0));
    return this;
  }

  /** A time with zone, from microseconds since 1970. */
  CopyRows time(long micros) {
    return int8(micros - POSTGRES_EPOCH_MICROS);
  }

  CopyRows bytes(byte[] value, int from, int length) {
    room(4 + length).putInt(length).put(value, from, length);
    return this;
  }

  CopyRows text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return bytes(utf8, 0, utf8.length);
  }

  CopyRows bytesOrNull(byte @Nullable [] value) {
    return value == null ? none() : bytes(value, 0, value.length);
  }

  CopyRows none() {
    room(4).putInt(-1);
    return this;
  }

  /** Sends the rows; does nothing when there are none. */
  void send(Connection connection, String statement) throws SQLException {
    if (isEmpty()) {
      return;
    }
    room(2).putShort((short) -1);
    CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    copy.writeToCopy(bytes.array(), 0, bytes.position());
    copy.endCopy();
  }

  private ByteBuffer room(int more) {
    if (bytes.remaining() < more) {
      int size = Math.max(bytes.capacity() * 2, bytes.position() + more);
      bytes = ByteBuffer.wrap(Arrays.copyOf(bytes.array(), size)).position(bytes.position());
    }
    return bytes;
  }
}
