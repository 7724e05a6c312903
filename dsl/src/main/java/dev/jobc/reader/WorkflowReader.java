package dev.jobc.reader;

import dev.jobc.decode.WorkflowDecoder;
import dev.jobc.diag.Checked;
import dev.jobc.diag.Diagnostics;
import dev.jobc.model.WorkflowDoc;
import dev.jobc.source.SourceFile;
import dev.jobc.yaml.YamlNode;
import dev.jobc.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a workflow or a task library: text to document, or what is wrong with it. */
public final class WorkflowReader {
  private WorkflowReader() {}

  /** Reads a text. */
  public static Checked<WorkflowDoc> read(SourceFile file) {
    Diagnostics diagnostics = new Diagnostics();
    YamlNode root = YamlReader.read(file, diagnostics);
    WorkflowDoc doc = root == null ? null : WorkflowDecoder.decode(file, root, diagnostics);
    return doc == null ? new Checked.Failed<>(null, diagnostics.sorted()) : diagnostics.check(doc);
  }

  /**
   * Reads a file.
   *
   * @param shown the path as the user should see it, with {@code /}
   */
  public static Checked<WorkflowDoc> read(Path path, String shown) {
    return switch (SourceReader.read(path, shown)) {
      case Checked.Ok<SourceFile> ok -> read(ok.value());
      case Checked.Failed<SourceFile> failed -> new Checked.Failed<>(null, failed.diagnostics());
    };
  }

  /**
   * Whether a text claims to be jobc's: its outermost map has the key {@code jobc}. Other YAML
   * files in a directory are none of our business.
   */
  public static boolean isWorkflow(SourceFile file) {
    return Claim.of(file.text());
  }

  /** The same of a file; one that cannot be read might be jobc's, so it counts. */
  public static boolean isWorkflow(Path path) {
    try (InputStream in = Files.newInputStream(path)) {
      return Claim.of(in.readNBytes(SourceReader.MAX_SIZE));
    } catch (IOException e) {
      return true;
    }
  }
}
