package dev.jobc.executor.runner.process;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment every task process starts from: a few facts of the machine, nothing else. */
public final class CleanEnvironment {
  private CleanEnvironment() {}

  /** PATH, HOME, LANG, TMPDIR and the cookie. */
  public static Map<String, String> of(Path temp, String cookie) {
    Map<String, String> env = new LinkedHashMap<>();
    env.put("PATH", Programs.searchPath());
    env.put("HOME", System.getenv().getOrDefault("HOME", "/"));
    env.put("LANG", System.getenv().getOrDefault("LANG", "C.UTF-8"));
    env.put("TMPDIR", temp.toString());
    env.put(Sweeper.VARIABLE, cookie);
    return env;
  }
}
