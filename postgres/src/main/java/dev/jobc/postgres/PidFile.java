package dev.jobc.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a running server tells in {@code postmaster.pid}: line 1 its process id, 4 its port, 8 its
 * state.
 *
 * @param port 0 while the server hasn't opened it yet
 * @param state {@code starting}, {@code ready}, {@code stopping}, {@code standby}; empty before
 */
record PidFile(long pid, int port, String state) {

  static Path in(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** Reads it; empty when there is none, or it is not written yet, or it isn't one at all. */
  static Optional<PidFile> read(Path data) {
    try {
      return parse(Files.readAllLines(in(data), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<PidFile> parse(List<String> lines) {
    try {
      long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
      int port = lines.size() < 4 ? 0 : Integer.parseInt(lines.get(3).strip());
      String state = lines.size() < 8 ? "" : lines.get(7).strip();
      return pid > 0 ? Optional.of(new PidFile(pid, port, state)) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  boolean ready() {
    return state.equals("ready");
  }
}
