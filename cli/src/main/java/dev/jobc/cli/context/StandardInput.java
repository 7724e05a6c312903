package dev.jobc.cli.context;

import dev.jobc.diag.Checked;
import dev.jobc.reader.SourceReader;
import dev.jobc.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Standard input in the place of a workflow file, named {@code -}. It is read once; what it names
 * lies in the working directory.
 */
public final class StandardInput {
  /** As diagnostics call it. */
  public static final String SHOWN = "stdin";

  private static final String NAME = "-";

  private @Nullable Checked<SourceFile> read;

  StandardInput() {}

  /** Whether a path means standard input. */
  public static boolean isMeant(Path path) {
    return path.toString().equals(NAME);
  }

  /** The text; failed when it is none, or too long. */
  public Checked<SourceFile> read() {
    Checked<SourceFile> known = read;
    if (known != null) {
      return known;
    }
    try (InputStream in = System.in) {
      known = SourceReader.decode(in.readNBytes(SourceReader.MAX_SIZE + 1), SHOWN);
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "standard input cannot be read", e);
    }
    read = known;
    return known;
  }
}
