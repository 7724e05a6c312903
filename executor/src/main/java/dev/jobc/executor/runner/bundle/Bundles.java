package dev.jobc.executor.runner.bundle;

import dev.jobc.executor.runner.CodeBundle;
import dev.jobc.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeSet;

/** Bundles on this machine's disk, under their digest. Their files are read-only. Thread-safe. */
public final class Bundles {
  private final Immutable directories;

  /**
   * @param root where bundles go; made when it isn't there
   */
  public Bundles(Path root) {
    directories = new Immutable(root);
  }

  /** The directory that holds the bundle's files; written first when it isn't there. */
  public Path materialise(CodeBundle code) throws LoadException {
    return directories.get(code.bundle().digest(), directory -> write(code, directory));
  }

  private static void write(CodeBundle code, Path directory) throws IOException, LoadException {
    TreeSet<String> digests = new TreeSet<>();
    code.bundle().files().forEach(file -> digests.add(file.digest()));
    Map<String, byte[]> contents = code.contents().apply(digests);
    for (Plan.BundleFile file : code.bundle().files()) {
      byte[] content = contents.get(file.digest());
      if (content == null) {
        throw new LoadException("the content of `" + file.path() + "` is not stored");
      }
      if (!Digests.sha256(content).equals(file.digest())) {
        throw new LoadException(
            "the stored content of `" + file.path() + "` is damaged: its digest differs");
      }
      write(inside(directory, file.path()), content, file.executable());
    }
  }

  private static Path inside(Path directory, String path) throws LoadException {
    Path target = directory.resolve(path).normalize();
    if (!target.startsWith(directory) || target.equals(directory)) {
      throw new LoadException("the path `" + path + "` leaves the bundle");
    }
    return target;
  }

  private static void write(Path target, byte[] content, boolean executable) throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(target, content);
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "r-xr-xr-x" : "r--r--r--"));
  }
}
