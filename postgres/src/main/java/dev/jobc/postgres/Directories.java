package dev.jobc.postgres;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Directory trees: making, copying, deleting, and saying plainly why that failed. */
final class Directories {
  /** Less than this free is named in every failure; a data directory takes 40 MB. */
  private static final long LITTLE_SPACE = 200L << 20;

  private Directories() {}

  /** Makes a directory and its parents, open for others to pass through but not to write. */
  static void create(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
  }

  /** Deletes a tree; nothing happens when there is none. Never follows symbolic links. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.deleteIfExists(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Copies a tree, keeping permissions, and gives the copy to the server's account. */
  static void copy(Path from, Path to, ServerUser owner) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes)
              throws IOException {
            copyOne(entered);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            copyOne(file);
            return FileVisitResult.CONTINUE;
          }

          private void copyOne(Path source) throws IOException {
            Path target = to.resolve(from.relativize(source));
            Files.copy(source, target, StandardCopyOption.COPY_ATTRIBUTES);
            owner.own(target);
          }
        });
  }

  /** Turns an I/O failure into words: who owns the place, how much is free there. */
  static PostgresException failure(String what, Path where, IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return new PostgresException(
          what + ": no permission for " + denied.getFile() + ownerOf(where),
          "set JOBC_HOME (state) and JOBC_CACHE (unpacked programs) to directories you may write",
          cause);
    }
    String detail =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new PostgresException(
        what + ": " + detail + shortOfSpace(where),
        "check the disk and the permissions there, or set JOBC_HOME to another place",
        cause);
  }

  private static String ownerOf(Path place) {
    try {
      Path existing = nearestExisting(place);
      return " (" + existing + " belongs to " + Files.getOwner(existing).getName() + ")";
    } catch (IOException e) {
      return "";
    }
  }

  /** {@code "; only 12 MB free on ..."} when there is little room, else nothing. */
  static String shortOfSpace(Path where) {
    try {
      long free = Files.getFileStore(nearestExisting(where)).getUsableSpace();
      return free < LITTLE_SPACE ? "; only " + (free >> 20) + " MB free at " + where : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static Path nearestExisting(Path place) {
    Path step = place;
    while (!Files.exists(step) && step.getParent() != null) {
      step = step.getParent();
    }
    return step;
  }
}
