package dev.jobc.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * The files of the server: made once, checked at every start, never deleted.
 *
 * <p>Invariants: (1) a directory named {@code data} is complete, because it is made under another
 * name and renamed; (2) what exists is used or refused, never repaired or removed; (3) the password
 * is on the disk before the data directory that knows it; (4) nothing is written through a
 * directory that the server's account may write, where it could have put a link.
 */
final class DataDirectory {
  static final String USER = "jobc";
  static final String DATABASE = "jobc";
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Settings settings;
  private final Binaries binaries;
  private final ServerUser user = ServerUser.current();

  DataDirectory(Settings settings, Binaries binaries) {
    this.settings = settings;
    this.binaries = binaries;
  }

  /** Makes it when there is none, else checks that these binaries can serve it. */
  void prepare() throws IOException {
    prepareLogs();
    if (Files.isDirectory(settings.data())) {
      check();
    } else {
      create();
    }
  }

  private void prepareLogs() throws IOException {
    if (!Files.isDirectory(settings.logs())) {
      Files.createDirectory(settings.logs(), PRIVATE_DIRECTORY);
      user.own(settings.logs());
    }
    Files.deleteIfExists(settings.startLog());
    Files.deleteIfExists(settings.commandLog());
  }

  private void check() throws IOException {
    Path version = settings.data().resolve("PG_VERSION");
    if (!Files.exists(version) || !Files.exists(settings.data().resolve("global/pg_control"))) {
      throw new PostgresException(
          settings.data() + " is damaged: it is no complete PostgreSQL data directory",
          "put it back from a backup, or move it away to start with an empty one");
    }
    String found = Files.readString(version).strip();
    String own = binaries.majorVersion();
    if (!found.equals(own)) {
      throw new PostgresException(
          settings.data() + " was made by PostgreSQL " + found + ", this jobc brings " + own,
          "use the jobc that made it, or move the directory away to start with an empty one");
    }
    if (!Files.exists(settings.passwordFile())) {
      throw new PostgresException(
          "the password of " + settings.data() + " is gone: " + settings.passwordFile(),
          "put the file back, or move the data directory away to start with an empty one");
    }
  }

  private void create() throws IOException {
    Path unfinished = settings.directory().resolve("data.unfinished");
    Directories.delete(unfinished);
    Files.createDirectory(unfinished, PRIVATE_DIRECTORY);
    user.own(unfinished);
    String password = makePassword();
    initialise(unfinished, password);
    createDatabase(unfinished);
    Files.move(unfinished, settings.data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** A new one, or the one left by an earlier try. */
  private String makePassword() throws IOException {
    if (!Files.exists(settings.passwordFile())) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path temporary = settings.directory().resolve("password.new");
      Files.deleteIfExists(temporary);
      Files.createFile(temporary, PRIVATE_FILE);
      Files.writeString(temporary, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
      Files.move(temporary, settings.passwordFile(), StandardCopyOption.ATOMIC_MOVE);
    }
    return password();
  }

  String password() throws IOException {
    return Files.readString(settings.passwordFile()).strip();
  }

  private void initialise(Path target, String password) throws IOException {
    Path forInitdb = settings.directory().resolve("password.initdb");
    Files.deleteIfExists(forInitdb);
    try {
      Files.createFile(forInitdb, PRIVATE_FILE);
      Files.writeString(forInitdb, password + "\n");
      user.own(forInitdb);
      run(target, initdb(target, forInitdb));
    } finally {
      Files.deleteIfExists(forInitdb);
    }
  }

  private List<String> initdb(Path target, Path password) {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("initdb").toString());
    command.addAll(List.of("-D", target.toString(), "-U", USER, "--pwfile=" + password));
    command.addAll(List.of("-A", "scram-sha-256", "-E", "UTF8", "--no-instructions"));
    // Iterations slow down guessing of weak passwords; this one has 192 random bits, and every
    // connection of every command pays for them.
    command.addAll(List.of("-c", "scram_iterations=1"));
    // The same order of text on every machine, whatever its C library thinks.
    command.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    if (!settings.durable()) {
      command.add("--no-sync");
    }
    return command;
  }

  /** By the single-user server, which needs neither a port nor a password. */
  private void createDatabase(Path target) throws IOException {
    Path statement = settings.directory().resolve("create.sql");
    Files.writeString(statement, "CREATE DATABASE " + DATABASE + "\n");
    user.own(statement);
    List<String> command =
        List.of(
            binaries.program("postgres").toString(),
            "--single",
            "-D",
            target.toString(),
            "postgres");
    try {
      run(target, command, statement);
    } finally {
      Files.deleteIfExists(statement);
    }
  }

  private void run(Path target, List<String> command) throws IOException {
    run(target, command, Path.of("/dev/null"));
  }

  private void run(Path target, List<String> command, Path input) throws IOException {
    ProcessBuilder builder =
        Commands.prepare(command, settings.commandLog()).redirectInput(input.toFile());
    if (Commands.run(builder) != 0) {
      String why = Commands.reason(settings.commandLog());
      Directories.delete(target);
      throw new PostgresException(
          "cannot make a PostgreSQL data directory in "
              + settings.directory()
              + ": "
              + why
              + Directories.shortOfSpace(settings.directory()),
          "make room or set JOBC_HOME to another place, then run the command again");
    }
  }
}
