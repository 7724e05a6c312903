package dev.jobc.executor.store.postgres;

import dev.jobc.executor.EngineException;
import dev.jobc.executor.store.Signals;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Messages by LISTEN and NOTIFY, sent outside every other transaction. A sender does not hear
 * itself: it knows already.
 */
final class PostgresSignals implements Signals {
  private static final String CHANNEL = "jobc";

  private final Database database;
  private final Link link;
  private final String sender = UUID.randomUUID().toString();
  private boolean listening;

  PostgresSignals(Database database) {
    this.database = database;
    link = new Link(database);
  }

  @Override
  public void send(Signal signal) {
    try {
      database.pooled(
          connection -> {
            try (Statement statement = connection.createStatement()) {
              String word = signal.name().toLowerCase(Locale.ROOT);
              return statement.execute("notify " + CHANNEL + ", '" + word + " " + sender + "'");
            }
          });
    } catch (EngineException e) {
      // Whoever waits polls as well; the work itself is safe in the tables.
      return;
    }
  }

  @Override
  public Set<Signal> await(Duration atMost) {
    try {
      return link.call(
          connection -> {
            if (!listening) {
              try (Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
              }
              listening = true;
            }
            int millis = (int) Math.max(1, atMost.toMillis());
            return read(connection.unwrap(PGConnection.class).getNotifications(millis));
          });
    } catch (EngineException e) {
      listening = false;
      throw e;
    }
  }

  private Set<Signal> read(PGNotification[] notifications) {
    Set<Signal> signals = EnumSet.noneOf(Signal.class);
    for (PGNotification notification : notifications) {
      String[] said = notification.getParameter().split(" ", 2);
      boolean mine = said.length == 2 && said[1].equals(sender);
      for (Signal signal : Signal.values()) {
        if (!mine && signal.name().equalsIgnoreCase(said[0])) {
          signals.add(signal);
        }
      }
    }
    return signals;
  }

  @Override
  public void close() {
    link.close();
  }
}
