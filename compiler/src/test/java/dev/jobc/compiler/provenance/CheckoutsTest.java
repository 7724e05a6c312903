package dev.jobc.compiler.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jobc.compiler.CompiledWorkflow;
import dev.jobc.compiler.Compiler;
import dev.jobc.compiler.Wishes;
import dev.jobc.diag.Checked;
import dev.jobc.plan.PlanDigest;
import dev.jobc.plan.Provenance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckoutsTest {
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Optional<Provenance> of(String directory) {
    return new Checkouts().of(root.resolve(directory));
  }

  private static Optional<Provenance> commit(String id) {
    return Optional.of(new Provenance(null, id));
  }

  @Test
  void aDirectoryBelowARepositoryComesFromWhatIsCheckedOut() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/refs/heads/main", ONE + "\n");
    write(".git/config", "[core]\n\tbare = false\n[remote \"origin\"]\n\turl = git@host:a/b.git\n");
    write("flows/deep/x.yaml", "");
    assertThat(of("flows/deep")).contains(new Provenance("git@host:a/b.git", ONE));
    assertThat(of("")).isEqualTo(of("flows/deep"));
  }

  @Test
  void aCommitIsNamedByItselfByAFileOrByTheListOfPackedNames() throws IOException {
    write(".git/HEAD", ONE);
    assertThat(of("")).as("detached").isEqualTo(commit(ONE));
    write(".git/HEAD", "ref: refs/heads/feature/a\n");
    assertThat(of("")).as("no commit yet").isEmpty();
    write(
        ".git/packed-refs",
        "# pack-refs with: peeled fully-peeled sorted\n"
            + (TWO + " refs/heads/a\n" + ONE + " refs/heads/feature/a\n^" + TWO + "\n"));
    assertThat(of("")).isEqualTo(commit(ONE));
    write(".git/refs/heads/feature/a", TWO + "\n");
    assertThat(of("")).as("a file wins").isEqualTo(commit(TWO));
    String sha256 = "ab".repeat(32);
    write(".git/refs/heads/feature/a", sha256);
    assertThat(of("")).isEqualTo(commit(sha256));
  }

  @Test
  void aFurtherWorkTreeHasItsOwnHeadAndSharesTheRest() throws IOException {
    write("main/.git/HEAD", "ref: refs/heads/main\n");
    write("main/.git/refs/heads/main", ONE + "\n");
    write("main/.git/refs/heads/other", TWO + "\n");
    write("main/.git/config", "[remote \"origin\"]\nurl = https://host/a.git\n");
    write("main/.git/worktrees/tree/HEAD", "ref: refs/heads/other\n");
    write("main/.git/worktrees/tree/commondir", "../..\n");
    write("tree/.git", "gitdir: " + root.resolve("main/.git/worktrees/tree") + "\n");
    assertThat(of("main")).contains(new Provenance("https://host/a.git", ONE));
    assertThat(of("tree")).contains(new Provenance("https://host/a.git", TWO));
    write("tree/.git", "gitdir: ../main/.git/worktrees/tree\n");
    assertThat(of("tree")).as("relative").contains(new Provenance("https://host/a.git", TWO));
  }

  @Test
  void isWhatGitItselfSays() throws Exception {
    Path work = Files.createDirectory(root.resolve("work"));
    assumeTrue(hasGit(), "git is installed");
    git(work, "init", "-q");
    git(work, "remote", "add", "origin", "https://me:secret@host.example/team/flows.git");
    Files.writeString(work.resolve("a"), "a");
    git(work, "add", "a");
    git(work, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "one");
    git(work, "branch", "other");
    git(work, "pack-refs", "--all");
    git(work, "worktree", "add", "-q", "../tree", "other");
    String head = git(work, "rev-parse", "HEAD");
    Provenance expected = new Provenance("https://host.example/team/flows.git", head);
    assertThat(of("work")).contains(expected);
    assertThat(of("tree")).contains(expected);
  }

  private static boolean hasGit() {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  private static String git(Path directory, String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("git").directory(directory.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.strip();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "https://host/a/b.git, https://host/a/b.git",
        "https://me:tok@host/a, https://host/a",
        "https://tok@host:8443/a, https://host:8443/a",
        "https://me:a@b@host/a, https://host/a",
        "https://host/a?token=x, https://host/a",
        "https://host/a#x, https://host/a",
        "HTTPS://me:tok@host, HTTPS://host",
        "ssh://git@host:22/a.git, ssh://git@host:22/a.git",
        "ssh://me@[::1]:22/a.git, ssh://[::1]:22/a.git",
        "git@host:a/b.git, git@host:a/b.git",
        "tok@host:a/b.git, host:a/b.git",
        "host:a/b.git, host:a/b.git",
        "/srv/git/a.git, /srv/git/a.git",
        "../a.git, ../a.git",
        "file:///srv/a.git, file:///srv/a.git",
        // What could hide a secret somewhere is no address.
        "https://me:t/ok@host/a, null",
        "https://me:1/2@host/a, null",
        "https://me:12?34@host/a, null",
        "https://me:12#34@host/a, null",
        "me:tok@host:a/b, null",
        "ext::sh -c tok, null",
        "https:/me:tok@host/a, null",
        "https:me:tok@host/a, null",
        "ftp://me:tok@host/a, null",
        "'', null"
      })
  void addressesAreKeptWithoutWhatOpensThem(String written, String kept) {
    assertThat(Address.harmless(written)).isEqualTo(kept);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "null",
      value = {
        "[remote \"origin\"];url = /a|/a",
        "[REMOTE \"origin\"];URL=/a|/a",
        "[remote \"up\"];url = /a|/a",
        "[remote \"up\"];url = /a;[remote \"down\"];url = /b|null",
        "[remote \"up\"];url = /a;[remote \"origin\"];fetch = +refs/*:refs/*;url = /b|/b",
        "[remote \"origin\"];url = /a;url = /b|/a",
        "[remote \"origin\"] url = /a|/a",
        "[remote \"origin\"];url = \"/a b\" # note|/a b",
        "[remote \"origin\"];pushurl = /a|null",
        "[branch \"origin\"];url = /a|null",
        "[remote \"origin\"];[core];url = /a|null",
        "[remote \"origin|null"
      })
  void theAddressIsThatOfTheRemote(String config, String address) throws IOException {
    write(".git/config", config.replace(";", "\n"));
    assertThat(GitRemotes.address(root.resolve(".git"))).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ref: refs/heads/../../../outside",
        "ref: ../outside",
        "ref: /etc/passwd",
        "ref: refs/heads/loop",
        "ref: refs/heads/directory",
        "ref: refs/heads/.invalid",
        "ref: refs/heads/\0",
        "ref: refs/heads/ö",
        "ref:",
        "zzzz",
        "11111"
      })
  void whatHeadSaysIsNotBelieved(String head) throws IOException {
    write("outside", ONE);
    write(".git/HEAD", head);
    write(".git/refs/heads/loop", "ref: refs/heads/loop");
    write(".git/refs/heads/directory/file", ONE);
    assertThat(of("")).isEmpty();
  }

  @Test
  void neitherPipesNorEndlessFilesNorLinksInCirclesHoldItUp() throws Exception {
    assumeTrue(!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("win"));
    write(".git/HEAD", "ref: refs/heads/pipe");
    write(".git/refs/heads/x", ONE);
    Path pipe = root.resolve(".git/refs/heads/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(root.resolve(".git/packed-refs"), Path.of("/dev/zero"));
    Files.createSymbolicLink(root.resolve(".git/config"), Path.of("config"));
    Files.createDirectory(root.resolve("below"));
    Files.createSymbolicLink(root.resolve("below/.git"), Path.of(".git"));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(of("")).isEmpty();
          assertThatCode(() -> of("below")).doesNotThrowAnyException();
        });
  }

  @Test
  void largeFilesAreReadOnlyInPart() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".git/packed-refs", "x".repeat(1 << 20) + "\n" + ONE + " refs/heads/main\n");
    write(".git/config", "[remote \"" + "\\\\".repeat(1 << 20) + "\"]\nurl = /a\n");
    assertThat(of("")).isEqualTo(commit(ONE));
    write(".git/HEAD", ONE + "\n" + "x".repeat(1 << 20));
    assertThat(of("")).isEmpty();
  }

  @Test
  void whatIsNoRepositoryIsPassedOver() throws IOException {
    write(".git/HEAD", ONE);
    Files.createDirectories(root.resolve("a/.git"));
    assertThat(of("a")).as("an empty directory").isEqualTo(commit(ONE));
    write("b/.git", "gitdir: nowhere\n");
    assertThat(of("b")).as("a link to nothing is not the repository above").isEmpty();
    assertThat(of("missing")).as("a directory that does not exist").isEqualTo(commit(ONE));
  }

  @Test
  void theSameSourceIsTheSamePlanAtEveryCommit() throws IOException {
    write("x.yaml", "jobc: v1\nname: x\nsteps:\n  - id: a\n    command: 'true'\n");
    write(".git/HEAD", ONE);
    CompiledWorkflow one = compile(Wishes.NONE.withProvenance());
    write(".git/HEAD", TWO);
    CompiledWorkflow two = compile(Wishes.NONE.withProvenance());
    assertThat(one.provenance()).isEqualTo(new Provenance(null, ONE));
    assertThat(two.provenance()).isEqualTo(new Provenance(null, TWO));
    assertThat(PlanDigest.of(two.plan())).isEqualTo(PlanDigest.of(one.plan()));
    assertThat(compile(Wishes.NONE).provenance()).as("nobody asked").isNull();
  }

  private CompiledWorkflow compile(Wishes wishes) {
    return ((Checked.Ok<CompiledWorkflow>)
            Compiler.compile(root.resolve("x.yaml"), "x.yaml", wishes))
        .value();
  }
}
