package dev.jobc.reader;

import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostic;
import dev.jobc.diag.DiagnosticCode;
import dev.jobc.source.SourceFile;
import dev.jobc.source.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Bytes to text: strict UTF-8, a byte order mark dropped, nothing unprintable, not too much. */
public final class SourceReader {
  /** In bytes. */
  public static final int MAX_SIZE = 1 << 20;

  private SourceReader() {}

  /**
   * Reads a file.
   *
   * @param shown the path as the user should see it
   */
  public static Checked<SourceFile> read(Path path, String shown) {
    if (Files.isDirectory(path)) {
      return failed(
          shown, DiagnosticCode.NOT_A_FILE, "`" + shown + "` is a directory", "name a file in it");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return decode(in.readNBytes(MAX_SIZE + 1), shown);
    } catch (NoSuchFileException e) {
      return failed(shown, DiagnosticCode.FILE_NOT_FOUND, "there is no file `" + shown + "`", "");
    } catch (AccessDeniedException e) {
      return unreadable(shown, "permission was denied");
    } catch (FileSystemException e) {
      return unreadable(shown, e.getReason() == null ? "the system refused" : e.getReason());
    } catch (IOException e) {
      return unreadable(shown, "the device failed");
    }
  }

  private static Checked<SourceFile> unreadable(String shown, String reason) {
    String message = "the file `" + shown + "` cannot be read: " + reason.toLowerCase(Locale.ROOT);
    return failed(shown, DiagnosticCode.UNREADABLE_FILE, message, "");
  }

  /** Decodes the content of a file. */
  public static Checked<SourceFile> decode(byte[] bytes, String shown) {
    if (bytes.length > MAX_SIZE) {
      return failed(
          shown,
          DiagnosticCode.FILE_TOO_LARGE,
          "the file `" + shown + "` is larger than 1 MiB",
          "split it: tasks can live in files of their own");
    }
    int start = hasMark(bytes) ? 3 : 0;
    ByteBuffer in = ByteBuffer.wrap(bytes, start, bytes.length - start);
    CharBuffer out = CharBuffer.allocate(bytes.length - start);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CoderResult result = decoder.decode(in, out, true);
    SourceFile file = new SourceFile(shown, out.flip().toString());
    if (result.isError()) {
      return Checked.failed(notUtf8(file, bytes, in.position()));
    }
    return checkCharacters(file);
  }

  private static boolean hasMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  private static Diagnostic notUtf8(SourceFile upToThere, byte[] bytes, int offset) {
    int end = upToThere.text().length();
    Diagnostic error =
        Diagnostic.of(
            DiagnosticCode.INVALID_UTF8,
            upToThere.place(Span.at(end)),
            String.format("the file is not UTF-8: byte %d is 0x%02x", offset, bytes[offset]));
    boolean utf16 =
        offset == 0 && bytes.length > 1 && (bytes[0] & 0xFE) == 0xFE && (bytes[1] & 0xFE) == 0xFE;
    return error.help(
        utf16 ? "it looks like UTF-16: save it as UTF-8" : "save it as UTF-8 in your editor");
  }

  private static Checked<SourceFile> checkCharacters(SourceFile file) {
    String text = file.text();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isForbidden(c)) {
        return Checked.failed(
            Diagnostic.of(
                    DiagnosticCode.FORBIDDEN_CHARACTER,
                    file.place(new Span(i, i + 1)),
                    String.format("the character U+%04X may not be in a source", (int) c))
                .help("inside double quotes it can be written as an escape"));
      }
    }
    return new Checked.Ok<>(file, List.of());
  }

  /** What YAML calls not printable, and the marks that turn the direction of text around. */
  private static boolean isForbidden(char c) {
    boolean control = c < 0x20 ? c != '\t' && c != '\n' && c != '\r' : c >= 0x7F && c < 0xA0;
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return (control && c != 0x85) || direction || c == 0xFEFF || c >= 0xFFFE;
  }

  private static Checked<SourceFile> failed(
      String shown, DiagnosticCode code, String message, String help) {
    Diagnostic error = Diagnostic.of(code, new SourceFile(shown, "").place(Span.at(0)), message);
    return Checked.failed(help.isEmpty() ? error : error.help(help));
  }
}
