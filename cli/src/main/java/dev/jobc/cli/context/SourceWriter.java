package dev.jobc.cli.context;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;

/**
 * Rewrites a source in one step: a reader sees the old text or the new one. The file keeps its
 * mode, its byte order mark if it has one, and its place behind a symbolic link.
 */
public final class SourceWriter {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private SourceWriter() {}

  /**
   * A source as it is, without byte order mark.
   *
   * @throws CliException when it can't be read
   */
  public static String read(Path path) {
    try {
      String text = Files.readString(path);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot read " + path, e);
    }
  }

  /**
   * Writes a text.
   *
   * @throws CliException when it can't
   */
  public static void write(Path path, String text) {
    try {
      Path file = path.toRealPath();
      Path beside = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".new");
      try {
        Files.write(beside, bytes(file, text));
        copyMode(file, beside);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot write " + path, e);
    }
  }

  private static byte[] bytes(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(MARK.length), MARK)) {
        return bytes;
      }
    }
    byte[] marked = new byte[MARK.length + bytes.length];
    System.arraycopy(MARK, 0, marked, 0, MARK.length);
    System.arraycopy(bytes, 0, marked, MARK.length, bytes.length);
    return marked;
  }

  private static void copyMode(Path from, Path to) throws IOException {
    if (Files.getFileAttributeView(from, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }
}
