package dev.jobc.executor.runner.oneshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that become values: strictly, because a value must survive every language. */
final class Utf8 {
  /** Larger outputs are refused; they belong in files. */
  private static final long MAX_BYTES = 16L << 20;

  private Utf8() {}

  /**
   * The text of a file; empty when the program removed it.
   *
   * @param what its name in messages
   */
  static String read(Path file, String what) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new OutputException(
          what + " is " + size + " bytes; at most " + MAX_BYTES + " can become outputs");
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
              .toString();
      int nul = text.indexOf('\0');
      if (nul >= 0) {
        throw new OutputException(
            what + " holds the character U+0000 at " + nul + ", which no value can hold");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw new OutputException(what + " is no UTF-8 text; encode bytes, for example with base64");
    }
  }
}
