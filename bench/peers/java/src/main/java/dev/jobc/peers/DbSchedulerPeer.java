package dev.jobc.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** db-scheduler with lock-and-fetch, which its documentation recommends for throughput. */
public final class DbSchedulerPeer {
  private static final int THREADS = 20;

  /** The table of the documentation for PostgreSQL, with its indexes. */
  private static final String TABLE =
      """
      create table scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone not null,
        picked boolean not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint not null,
        priority smallint,
        primary key (task_name, task_instance));
      create index execution_time_idx on scheduled_tasks (execution_time);
      create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)\
      """;

  private DbSchedulerPeer() {}

  public static void main(String[] args) throws IOException, SQLException {
    AtomicLong executed = new AtomicLong();
    AtomicLong ids = new AtomicLong();
    OneTimeTask<Void> noop =
        Tasks.oneTime("noop").execute((instance, context) -> executed.incrementAndGet());
    try (HikariDataSource database = Peer.database(THREADS + 4)) {
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(TABLE);
      }
      Scheduler scheduler =
          Scheduler.create(database, noop)
              .threads(THREADS)
              .pollUsingLockAndFetch(4, 20)
              .pollingInterval(Duration.ofMillis(100))
              .build();
      scheduler.start();
      new Peer(
              executed,
              jobs -> {
                List<TaskInstance<?>> batch = new ArrayList<>(jobs);
                for (int i = 0; i < jobs; i++) {
                  batch.add(noop.instance(Long.toString(ids.incrementAndGet())));
                }
                scheduler.scheduleBatch(batch, Instant.EPOCH);
              })
          .serve();
      scheduler.stop();
    }
  }
}
