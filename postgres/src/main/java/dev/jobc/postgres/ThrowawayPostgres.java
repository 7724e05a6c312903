package dev.jobc.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/**
 * A server for tests and for generating code: one a JVM, without fsync, in a temporary directory;
 * stopped and deleted when the JVM ends.
 *
 * <p>Invariants: (1) a directory's owner holds the lock on its {@code owner} file for as long as it
 * lives, so one whose lock is free belongs to a dead JVM; (2) the next JVM that needs a server
 * stops and deletes those; (3) the data directory is copied from a template that is made once for
 * these binaries, because copying is five times faster than initialising.
 *
 * <p>A test makes its own database on it: {@code CREATE DATABASE mine} or {@code CREATE DATABASE
 * mine TEMPLATE migrated}, some 20 ms.
 */
public final class ThrowawayPostgres {
  private static final String PREFIX = "jobc-postgres-";
  private static final String OWNER = "owner";

  /** To be counted up when data directories are made in another way. */
  private static final String TEMPLATE = "template-2-";

  private ThrowawayPostgres() {}

  /** This JVM's server, started at the first call. */
  public static EmbeddedPostgres shared() {
    return Shared.SERVER;
  }

  private static final class Shared {
    private static final EmbeddedPostgres SERVER = start();
  }

  private static EmbeddedPostgres start() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      sweep(temporary);
      Settings settings = settings(makeDirectory(temporary));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(settings)));
      copyTemplate(settings);
      return EmbeddedPostgres.open(settings);
    } catch (IOException e) {
      throw Directories.failure("cannot start a throw-away PostgreSQL", temporary, e);
    }
  }

  /** Another JVM's sweep may take a directory that is made but not yet locked; then a new one. */
  private static Path makeDirectory(Path temporary) throws IOException {
    while (true) {
      Path directory = Files.createTempDirectory(temporary, PREFIX);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      if (FileLocks.keepIfFree(directory.resolve(OWNER))) {
        return directory;
      }
    }
  }

  private static Settings settings(Path directory) {
    return new Settings(directory, Caches.directory(), 64, 100, false, Duration.ofSeconds(60));
  }

  private static void copyTemplate(Settings settings) throws IOException {
    Binaries binaries = Binaries.in(settings.cache());
    Settings template = settings(settings.cache().resolve(TEMPLATE + binaries.id()));
    Directories.create(template.directory());
    FileLocks.holding(
        template.directory().resolve("lock"),
        settings.startTimeout(),
        () -> {
          new DataDirectory(template, binaries).prepare();
          Directories.copy(template.data(), settings.data(), ServerUser.current());
          return Files.copy(
              template.passwordFile(), settings.passwordFile(), StandardCopyOption.COPY_ATTRIBUTES);
        });
  }

  /** Removes what killed JVMs left. */
  private static void sweep(Path temporary) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path directory : found) {
        if (isAbandoned(directory)) {
          remove(settings(directory));
        }
      }
    }
  }

  /** Only what this account made itself, even if root may write more. */
  private static boolean isAbandoned(Path directory) throws IOException {
    Path owner = directory.resolve(OWNER);
    return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && ServerUser.isOwnedByThisProcess(directory)
        && Files.exists(owner)
        && FileLocks.keepIfFree(owner);
  }

  private static void remove(Settings settings) {
    try {
      EmbeddedPostgres.stop(settings);
      Directories.delete(settings.directory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
