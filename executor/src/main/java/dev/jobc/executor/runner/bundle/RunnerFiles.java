package dev.jobc.executor.runner.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The runners' own sources, which travel in this jar and are unpacked under their digest. A jar
 * can't be listed, so each language has a file {@code INDEX} with the paths of the others.
 */
public final class RunnerFiles {
  private static final String ROOT = "/jobc/runners/";
  private static final String INDEX = "INDEX";

  private final Map<String, byte[]> files;
  private final String digest;

  private RunnerFiles(Map<String, byte[]> files, String digest) {
    this.files = files;
    this.digest = digest;
  }

  /** Reads the sources of a language from the class path. */
  public static RunnerFiles of(String language) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    StringBuilder listing = new StringBuilder();
    new String(resource(language, INDEX), StandardCharsets.UTF_8)
        .lines()
        .forEach(
            path -> {
              byte[] content = resource(language, path);
              files.put(path, content);
              listing.append(path).append(' ').append(Digests.sha256(content)).append('\n');
            });
    return new RunnerFiles(
        files, Digests.sha256(listing.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** SHA-256 over all paths and contents. */
  public String digest() {
    return digest;
  }

  /** Writes the files below a directory. */
  public void writeTo(Path directory) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path target = directory.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
  }

  /** The directory below {@code root} that holds the files; unpacked first when it isn't there. */
  public Path unpack(Path root) throws LoadException {
    return new Immutable(root).get(digest, this::writeTo);
  }

  private static byte[] resource(String language, String path) {
    String name = ROOT + language + "/" + path;
    try (InputStream in = RunnerFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("this build of jobc lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("this build of jobc can't read " + name, e);
    }
  }
}
