package dev.jobc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a small tree of its own, with a Maven and a Java that only write down how
 * they were called.
 */
class LauncherTest {
  private static final String[] TOOLS = {
    "sh",
    "dirname",
    "readlink",
    "find",
    "head",
    "sed",
    "mkdir",
    "rm",
    "mv",
    "cat",
    "ps",
    "tr",
    "sleep",
    "nice",
    "stty",
    "env"
  };

  @TempDir Path temporary;
  private Path root;
  private Path tools;
  private Path jdk;

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectories(temporary.resolve("a tree"));
    Files.copy(Path.of(System.getProperty("jobc.root"), "jobc"), root.resolve("jobc"));
    Files.setPosixFilePermissions(
        root.resolve("jobc"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(root.resolve("pom.xml"), "");
    Files.createDirectories(root.resolve("dsl/src/main"));
    Files.writeString(root.resolve("dsl/src/main/A.java"), "");
    Files.createDirectories(root.resolve("cli"));
    jdk = jdk(temporary.resolve("jdk"), "25.0.1");
    tools = Files.createDirectories(temporary.resolve("bin"));
    for (String tool : TOOLS) {
      for (String directory : List.of("/bin", "/usr/bin")) {
        Path program = Path.of(directory, tool);
        if (Files.exists(program) && !Files.exists(tools.resolve(tool))) {
          script(tools.resolve(tool), "exec " + program + " \"$@\"");
        }
      }
    }
    mvn("mkdir -p cli/target/lib && : > cli/target/lib/x.jar");
  }

  /** The archive is made in the background, after the call has ended. */
  @AfterEach
  void awaitTraining() {
    Path own = root.resolve("cli/target/launcher");
    Deadline.await(
        () ->
            Stream.of("compiler", "engine")
                .noneMatch(kind -> Files.exists(own.resolve("training-" + kind))));
  }

  @Test
  void buildsOnceAndHandsTheArgumentsOverUntouched() throws Exception {
    Ended first = call("check", "a file", "", "*", "it's", "-x=\"1\"");

    assertThat(first.code).as(first.err).isZero();
    assertThat(first.arguments()).containsExactly("check", "a file", "", "*", "it's", "-x=\"1\"");
    assertThat(first.err).startsWith("jobc: building");
    assertThat(call("version").err).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceChangedOrWasDeleted() throws Exception {
    call("version");
    Path source = root.resolve("dsl/src/main/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    call("version");
    assertThat(builds()).isEqualTo(2);
    Files.setLastModifiedTime(source, FileTime.from(Instant.parse("2000-01-01T00:00:00Z")));
    call("version");
    assertThat(builds()).isEqualTo(2);
    Files.delete(source);
    Files.setLastModifiedTime(
        source.getParent(), FileTime.from(Instant.parse("2100-01-01T00:00:00Z")));
    call("version");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void worksThroughLinksAndFromAnywhere() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), root.resolve("jobc"));
    Path linkToLink = Files.createSymbolicLink(temporary.resolve("again"), link.getFileName());

    Ended ended = ended(start(linkToLink.toString(), Path.of("/"), "version"));

    assertThat(ended.code).as(ended.err).isZero();
    assertThat(ended.out).contains(root.toRealPath() + "/cli/target/lib/x.jar");
  }

  @Test
  void usesAnArchiveOfClassesOnlyWhereItWasMade() throws Exception {
    call("version");
    Path archive = root.resolve("cli/target/launcher/classes-compiler-25.0.1.aot");
    Deadline.await(() -> Files.exists(archive));
    assertThat(call("version").out).contains("-XX:AOTCache=" + archive);
    assertThat(call("runs").out).doesNotContain("-XX:AOTCache=");
    Path other = root.resolve("cli/target/launcher/classes-engine-25.0.1.aot");
    Deadline.await(() -> Files.exists(other));
    assertThat(call("runs").out).contains("-XX:AOTCache=" + other);

    awaitTraining();
    root = Files.move(root, temporary.resolve("moved"));
    assertThat(call("version").out).doesNotContain("-XX:AOTCache=");
  }

  @Test
  void callsAtOnceBuildOnce() throws Exception {
    mvn("sleep 0.5; mkdir -p cli/target/lib && : > cli/target/lib/x.jar");
    List<Process> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(start(root.resolve("jobc").toString(), root, "version"));
    }
    for (Process call : calls) {
      Ended ended = ended(call);
      assertThat(ended.code).as(ended.err).isZero();
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aLockWhoseOwnerDiedIsTakenOver() throws Exception {
    Path lock = Files.createDirectories(root.resolve("cli/target/launcher/lock"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(lock.resolve("owner"), Long.toString(dead.pid()));

    assertThat(call("version").code).isZero();
    assertThat(lock).doesNotExist();
  }

  @Test
  void aFailedBuildShowsItsErrorsAndIsTriedAgain() throws Exception {
    mvn("echo '[INFO] fine'; echo '[ERROR] no such symbol'; exit 1");
    Ended failed = call("version");

    assertThat(failed.code).isEqualTo(1);
    assertThat(failed.err)
        .contains("[ERROR] no such symbol", "error: the build failed", "build.log")
        .doesNotContain("[INFO]");
    mvn("mkdir -p cli/target/lib && : > cli/target/lib/x.jar");
    assertThat(call("version").code).isZero();
  }

  @Test
  void saysWhatToInstallWhenMavenOrTheJdkIsMissing() throws Exception {
    Files.delete(tools.resolve("mvn"));
    Ended noMaven = call("version");
    assertThat(noMaven.code).isEqualTo(1);
    assertThat(noMaven.err).contains("there is no mvn").contains("apt install maven");

    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Ended tooOld = call("version");
    assertThat(tooOld.code).isEqualTo(1);
    assertThat(tooOld.err).contains("holds no JDK 21 or newer");
  }

  private Path jdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "exit 0");
    script(
        home.resolve("bin/java"),
        """
        for a; do case $a in -XX:AOTCacheOutput=*) : >"${a#*=}"; exit 0 ;; esac; done
        printf '%s\\n' "$@"\
        """);
    return home;
  }

  private void mvn(String does) throws IOException {
    script(tools.resolve("mvn"), "echo call >> mvn-calls; " + does);
  }

  private static void script(Path path, String text) throws IOException {
    Files.deleteIfExists(path);
    Files.writeString(path, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private long builds() throws IOException {
    return Files.readAllLines(root.resolve("mvn-calls")).size();
  }

  private Ended call(String... arguments) throws IOException, InterruptedException {
    return ended(start(root.resolve("jobc").toString(), root, arguments));
  }

  private Process start(String program, Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("JOBC_JAVA_HOME", jdk.toString());
    return builder.start();
  }

  private static Ended ended(Process process) throws IOException, InterruptedException {
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    return new Ended(process.waitFor(), out, err);
  }

  private record Ended(int code, String out, String err) {
    /** What came after the main class. */
    List<String> arguments() {
      List<String> all = out.lines().toList();
      return all.subList(all.indexOf("dev.jobc.cli.Main") + 1, all.size());
    }
  }
}
