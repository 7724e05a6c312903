package dev.jobc.executor.runner.gobuild;

import dev.jobc.executor.runner.bundle.LoadException;
import dev.jobc.executor.runner.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Go toolchain on this machine.
 *
 * @param go the program
 * @param version for example {@code 1.26.8}
 */
public record GoToolchain(Path go, String version) {
  private static final int OLDEST_MINOR = 19;
  private static final Pattern VERSION = Pattern.compile("go(1\\.(\\d+)[\\w.]*)");
  private static final List<String> USUAL_PLACES =
      List.of("/usr/local/go/bin/go", "/usr/lib/go/bin/go", "/opt/homebrew/bin/go", "/snap/bin/go");

  /** Looks on the PATH, then where installers usually put it. */
  public static GoToolchain find() throws LoadException {
    String searchPath = Programs.searchPath();
    Optional<Path> found =
        Stream.concat(Programs.find("go", searchPath).stream(), USUAL_PLACES.stream().map(Path::of))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      throw new LoadException(
          "there is no `go` on this worker's PATH ("
              + searchPath
              + ") nor in /usr/local/go; install Go 1.19 or newer, from https://go.dev/dl");
    }
    return checked(found.get());
  }

  /** The language version for a generated {@code go.mod}: major and minor. */
  String language() {
    Matcher matcher = VERSION.matcher("go" + version);
    return matcher.lookingAt() ? "1." + matcher.group(2) : "1." + OLDEST_MINOR;
  }

  private static GoToolchain checked(Path go) throws LoadException {
    String text = versionText(go);
    Matcher matcher = VERSION.matcher(text);
    if (!matcher.find()) {
      throw new LoadException("`" + go + " version` says `" + text.strip() + "`: no Go toolchain");
    }
    if (Integer.parseInt(matcher.group(2)) < OLDEST_MINOR) {
      throw new LoadException(
          go + " is Go " + matcher.group(1) + "; jobc needs Go 1." + OLDEST_MINOR + " or newer");
    }
    return new GoToolchain(go, matcher.group(1));
  }

  /** From the file beside the program where there is one: that is much faster than asking it. */
  private static String versionText(Path go) throws LoadException {
    try {
      Path file = go.toRealPath().resolve("..").resolve("..").resolve("VERSION").normalize();
      if (Files.isRegularFile(file)) {
        return Files.readString(file);
      }
      Process process = new ProcessBuilder(go.toString(), "version").start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LoadException("can't ask " + go + " for its version: " + e.getMessage(), e);
    }
  }
}
