package dev.jobc.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The account that the server runs under. PostgreSQL refuses to run as root, so root steps down: to
 * the account {@code jobc} when there is one, else to {@code nobody}. Anybody else runs it as
 * themselves.
 *
 * @param name for messages
 * @param uid numeric, as {@code setpriv} takes it
 * @param steppedDown whether this is another account than the caller's
 */
record ServerUser(String name, int uid, int gid, boolean steppedDown) {
  private static final Path ACCOUNTS = Path.of("/etc/passwd");

  static ServerUser current() {
    return Current.USER;
  }

  /** Found once a process. */
  private static final class Current {
    private static final ServerUser USER = find();
  }

  private static ServerUser find() {
    int uid = uidOfThisProcess();
    if (uid != 0) {
      return new ServerUser(System.getProperty("user.name", "?"), uid, 0, false);
    }
    try {
      List<String> accounts = Files.readAllLines(ACCOUNTS, StandardCharsets.ISO_8859_1);
      for (String wanted : List.of("jobc", "nobody")) {
        for (String line : accounts) {
          String[] fields = line.split(":", -1);
          if (fields.length > 3 && fields[0].equals(wanted)) {
            return new ServerUser(
                wanted, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), true);
          }
        }
      }
    } catch (IOException | NumberFormatException e) {
      throw noAccount(e);
    }
    throw noAccount(null);
  }

  private static PostgresException noAccount(@Nullable Exception cause) {
    String message = "PostgreSQL doesn't run as root, and there is no account `nobody` to run it";
    String hint = "add an account `jobc` (useradd --system jobc), or run as an ordinary user";
    return cause == null
        ? new PostgresException(message, hint)
        : new PostgresException(message, hint, cause);
  }

  private static int uidOfThisProcess() {
    try {
      Path own = Path.of("/proc/self");
      if (Files.exists(own)) {
        return (Integer) Files.getAttribute(own, "unix:uid");
      }
      return "root".equals(System.getProperty("user.name")) ? 0 : -1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isOwnedByThisProcess(Path path) throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS)
        .getName()
        .equals(System.getProperty("user.name"));
  }

  /** The command that runs {@code command} under this account. */
  List<String> command(List<String> command) {
    if (!steppedDown) {
      return command;
    }
    List<String> whole = new ArrayList<>();
    whole.add("setpriv");
    whole.add("--reuid=" + uid);
    whole.add("--regid=" + gid);
    whole.add("--clear-groups");
    whole.addAll(command);
    return whole;
  }

  /** Gives a file or directory to this account. */
  void own(Path path) throws IOException {
    if (steppedDown) {
      Files.setAttribute(path, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Whether a process belongs to this account, by the owner of its {@code /proc} entry. */
  boolean owns(Path process) throws IOException {
    return (Integer) Files.getAttribute(process, "unix:uid") == uid;
  }

  /**
   * Checks that the account can reach a directory that exists.
   *
   * @throws PostgresException naming the directory in the way
   */
  void checkReaches(Path directory) {
    if (!steppedDown) {
      return;
    }
    for (Path step = directory; step != null; step = step.getParent()) {
      if (!passable(step)) {
        throw new PostgresException(
            directory + " is out of reach of `" + name + "`: " + step + " is closed to it",
            "as root the server runs as `"
                + name
                + "`; set JOBC_HOME and JOBC_CACHE to places below /var, or chmod o+x "
                + step);
      }
    }
  }

  private boolean passable(Path step) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(step);
      return permissions.contains(PosixFilePermission.OTHERS_EXECUTE) || owns(step);
    } catch (IOException e) {
      return false;
    }
  }
}
