package dev.jobc.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The server's programs, unpacked once a machine and kept.
 *
 * <p>Invariants: (1) a directory under its final name is complete, because it is unpacked under
 * another and renamed; (2) the name holds the archive's checksum, so another version is another
 * directory; (3) one process unpacks, the others wait at the lock.
 */
final class Binaries {
  /** Unpacking takes seconds; on a machine under load, longer. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path root;

  private Binaries(Path root) {
    this.root = root;
  }

  Path program(String name) {
    return root.resolve("bin").resolve(name);
  }

  /** The major version, as {@code PG_VERSION} in a data directory has it. */
  String majorVersion() throws IOException {
    Path sample = root.resolve("share/postgresql/postgres.bki");
    // The first line is `# PostgreSQL 18`, which initdb itself compares with its own version.
    try (var lines = Files.lines(sample)) {
      return lines.findFirst().orElse("").replaceFirst("^# PostgreSQL ", "").strip();
    }
  }

  /** Names these binaries. */
  String id() {
    return String.valueOf(root.getFileName());
  }

  /** Finds them in the cache, or unpacks them there. */
  static Binaries in(Path cache) {
    String archive = archiveName();
    Path root = cache.resolve("postgres-" + identity(archive));
    if (!Files.isDirectory(root)) {
      try {
        Directories.create(cache);
        FileLocks.holding(
            cache.resolve("postgres.lock"), PATIENCE, () -> unpackOnce(archive, cache, root));
      } catch (IOException e) {
        throw Directories.failure("cannot unpack PostgreSQL into " + cache, cache, e);
      }
    }
    ServerUser.current().checkReaches(root);
    return new Binaries(root);
  }

  private static boolean unpackOnce(String archive, Path cache, Path root) throws IOException {
    if (Files.isDirectory(root)) {
      return false;
    }
    Path temporary = cache.resolve("unpacking-" + root.getFileName());
    Directories.delete(temporary);
    Files.createDirectory(temporary);
    unpack(archive, temporary);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.move(temporary, root);
    return true;
  }

  private static void unpack(String archive, Path target) throws IOException {
    try (InputStream packed = open(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new BufferedInputStream(new XZInputStream(packed), 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException(entry.getName() + " would leave the directory");
        }
        unpack(tar, entry, path);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      return;
    }
    Path parent = path.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      try (OutputStream file = Files.newOutputStream(path)) {
        tar.transferTo(file);
      }
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** The resource's name as the binaries' jar spells it. */
  private static String archiveName() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "");
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : os;
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    String name = "postgres-" + system + "-" + machine + ".txz";
    if (Binaries.class.getResource("/" + name) == null) {
      throw new PostgresException(
          "no embedded PostgreSQL for " + system + " on " + arch,
          "set JOBC_DATABASE_URL to a PostgreSQL server of your own");
    }
    return name;
  }

  /**
   * The archive's identity without reading its 15 MB: checksum and size, as the jar's directory
   * lists them.
   */
  private static String identity(String archive) {
    URL resource = Objects.requireNonNull(Binaries.class.getResource("/" + archive));
    try {
      URLConnection connection = resource.openConnection();
      connection.setUseCaches(false);
      if (connection instanceof JarURLConnection inJar) {
        try (JarFile jar = inJar.getJarFile()) {
          ZipEntry entry = jar.getEntry(inJar.getEntryName());
          return HexFormat.of().toHexDigits((int) entry.getCrc()) + "-" + entry.getSize();
        }
      }
      return connection.getLastModified() + "-" + connection.getContentLengthLong();
    } catch (IOException e) {
      throw new PostgresException(
          "cannot read the packed PostgreSQL", "the installation is damaged; install it again", e);
    }
  }

  private static InputStream open(String archive) throws IOException {
    InputStream packed = Binaries.class.getResourceAsStream("/" + archive);
    if (packed == null) {
      throw new IOException(archive + " is missing");
    }
    return packed;
  }
}
