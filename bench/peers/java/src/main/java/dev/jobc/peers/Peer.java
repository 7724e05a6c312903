package dev.jobc.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** What is common to peers: numbers of jobs come on standard input, and "done" is the answer. */
final class Peer {
  private static final int BATCH = 1_000;

  /** Jobs under way at the most, as for the others. */
  private static final int BACKLOG = 20_000;

  private static final long PAUSE_NANOS = 1_000_000;

  private final AtomicLong executed;
  private final Submit submit;

  /** Submits so many jobs. */
  interface Submit {
    void submit(int jobs);
  }

  /**
   * @param executed counts jobs whose code has run
   */
  Peer(AtomicLong executed, Submit submit) {
    this.executed = executed;
    this.submit = submit;
  }

  /** Where JOBC_PEER_URL says; a connection a worker and a few more. */
  static HikariDataSource database(int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(System.getenv("JOBC_PEER_URL"));
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  /** Until standard input ends. */
  void serve() throws IOException {
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      drain(Integer.parseInt(line.strip()));
      System.out.println("done");
    }
  }

  private void drain(int jobs) {
    long end = executed.get() + jobs;
    for (int submitted = 0; submitted < jobs; ) {
      while (end - jobs + submitted - executed.get() > BACKLOG) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      int batch = Math.min(BATCH, jobs - submitted);
      submit.submit(batch);
      submitted += batch;
    }
    while (executed.get() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
