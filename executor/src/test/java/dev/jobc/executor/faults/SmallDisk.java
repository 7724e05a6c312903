package dev.jobc.executor.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system of a few MiB and a process that sees it: in a mount namespace of its own, which
 * Linux lets ordinary users have unless it was forbidden.
 */
public final class SmallDisk {
  private static final String MOUNT =
      "mount -t tmpfs -o size=\"$0\"m tmpfs \"$1\" && shift"
          + " && exec unshare -U --map-user=1000 --map-group=1000 \"$@\"";

  private SmallDisk() {}

  /** Runs a class there, with the directory as its argument, to a good end. */
  public static void run(Class<?> main, int mebibytes, Path directory) throws Exception {
    List<String> java = new ArrayList<>();
    java.add(ProcessHandle.current().info().command().orElseThrow());
    java.addAll(List.of("-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
    java.addAll(List.of(main.getName(), directory.toString()));
    assumeTrue(
        start(mebibytes, directory, List.of("true")).waitFor() == 0,
        "user namespaces with mounts are not allowed here");
    Process process = start(mebibytes, directory, java);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private static Process start(int mebibytes, Path directory, List<String> command)
      throws Exception {
    List<String> whole = new ArrayList<>(List.of("unshare", "-Urm", "sh", "-c", MOUNT));
    whole.addAll(List.of(String.valueOf(mebibytes), directory.toString()));
    whole.addAll(command);
    return new ProcessBuilder(whole).redirectErrorStream(true).start();
  }
}
