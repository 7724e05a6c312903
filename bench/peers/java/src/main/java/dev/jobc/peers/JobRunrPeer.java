package dev.jobc.peers;

import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.JobScheduler;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr without its dashboard, which counts tables; jobs are enqueued as a stream. */
public final class JobRunrPeer {
  private static final int WORKERS = 20;
  private static final int POLL_SECONDS = 5;
  private static final AtomicLong EXECUTED = new AtomicLong();

  private JobRunrPeer() {}

  /** What a job is; jobs are found by name. */
  public static void noop(int ignored) {
    EXECUTED.incrementAndGet();
  }

  public static void main(String[] args) throws IOException {
    try (HikariDataSource database = Peer.database(WORKERS + 4)) {
      JobScheduler scheduler =
          JobRunr.configure()
              .useStorageProvider(new PostgresStorageProvider(database))
              .useBackgroundJobServer(
                  usingStandardBackgroundJobServerConfiguration()
                      .andWorkerCount(WORKERS)
                      .andPollIntervalInSeconds(POLL_SECONDS))
              .initialize()
              .getJobScheduler();
      new Peer(
              EXECUTED,
              jobs -> scheduler.enqueue(IntStream.range(0, jobs).boxed(), i -> JobRunrPeer.noop(i)))
          .serve();
      scheduler.shutdown();
    }
    System.exit(0);
  }
}
