package dev.jobc.bench;

import java.util.List;

/**
 * A job queue that is measured.
 *
 * @param pending asks how many of its jobs have not ended, as far as its tables know
 * @param history what it keeps of a job that has ended
 * @param command that starts it; empty when it can't be run here
 * @param missing why it can't
 */
record Peer(String name, String pending, String history, List<String> command, String missing) {
  private static final String RUNNING = "select count(*) from jobc.run where status = 0";

  /** As the script says it: the name, and the command or what is missing. */
  static Peer of(String name, String said) {
    boolean missing = said.startsWith("!");
    List<String> command = missing ? List.of() : List.of(said.split(" "));
    return new Peer(name, pending(name), history(name), command, missing ? said.substring(1) : "");
  }

  private static String pending(String name) {
    return switch (name) {
      case "jobc" -> RUNNING;
      case "graphile-worker" -> "select count(*) from graphile_worker._private_jobs";
      case "db-scheduler" -> "select count(*) from scheduled_tasks";
      case "river" ->
          "select count(*) from river_job where state in ('available', 'running', 'retryable')";
      case "pg-boss" ->
          "select count(*) from pgboss.job where name = 'noop' and state < 'completed'";
      case "jobrunr" ->
          "select count(*) from jobrunr_jobs where state in ('ENQUEUED', 'PROCESSING')";
      default -> throw new IllegalArgumentException("no peer is called " + name);
    };
  }

  private static String history(String name) {
    return switch (name) {
      case "jobc" -> "every attempt with its four times";
      case "graphile-worker", "db-scheduler" -> "none: rows are deleted";
      case "river" -> "the job's row, for 24 h";
      case "pg-boss" -> "the job's row";
      case "jobrunr" -> "the job's row, as JSON with its states";
      default -> "";
    };
  }
}
