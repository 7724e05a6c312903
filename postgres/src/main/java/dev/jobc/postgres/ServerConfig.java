package dev.jobc.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The server's configuration, written anew at every start and outside of the data directory, so
 * that nothing the server can write decides how it is run. {@code extra.conf} beside it is the
 * user's and wins.
 */
final class ServerConfig {
  private static final Pattern PORT = Pattern.compile("port = ([0-9]{1,5})");

  private ServerConfig() {}

  static void write(Settings settings, String cluster, int port) throws IOException {
    StringBuilder text =
        new StringBuilder("# Written at every start. Your own settings: extra.conf\n");
    values(settings, cluster, port)
        .forEach((name, value) -> text.append(name).append(" = ").append(value).append('\n'));
    text.append("include_if_exists ").append(quoted(settings.directory().resolve("extra.conf")));
    replace(settings.configFile(), text.append('\n').toString());
    replace(settings.hbaFile(), "host all all 127.0.0.1/32 scram-sha-256\n");
  }

  /** The port of the last start; empty before the first, and when the file is damaged. */
  static OptionalInt port(Settings settings) throws IOException {
    if (!Files.exists(settings.configFile())) {
      return OptionalInt.empty();
    }
    try (Stream<String> lines = Files.lines(settings.configFile())) {
      return lines
          .map(PORT::matcher)
          .filter(Matcher::matches)
          .mapToInt(line -> Integer.parseInt(line.group(1)))
          .filter(port -> port > 0 && port < 65_536)
          .findFirst();
    }
  }

  private static Map<String, String> values(Settings settings, String cluster, int port) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("cluster_name", quoted(cluster));
    values.put("listen_addresses", "'127.0.0.1'");
    values.put("port", Integer.toString(port));
    values.put("unix_socket_directories", "''");
    values.put("hba_file", quoted(settings.hbaFile()));
    values.put("password_encryption", "'scram-sha-256'");
    values.put("max_connections", Integer.toString(settings.maxConnections()));
    values.put("shared_buffers", settings.sharedBuffersMiB() + "MB");
    values.put("timezone", "'UTC'");
    values.put("log_timezone", "'UTC'");
    values.put("wal_level", "minimal");
    values.put("max_wal_senders", "0");
    if (settings.durable()) {
      durable(settings, values);
    } else {
      values.put("fsync", "off");
      values.put("synchronous_commit", "off");
      values.put("full_page_writes", "off");
      values.put("autovacuum_naptime", "'5min'");
    }
    return values;
  }

  private static void durable(Settings settings, Map<String, String> values) {
    values.put("fsync", "on");
    values.put("synchronous_commit", "on");
    values.put("checkpoint_timeout", "'15min'");
    values.put("max_wal_size", "'2GB'");
    values.put("min_wal_size", "'80MB'");
    // Queue tables die and fill again all the time; the usual minute is too long for them.
    values.put("autovacuum_naptime", "'15s'");
    values.put("autovacuum_vacuum_cost_delay", "0");
    values.put("logging_collector", "on");
    values.put("log_directory", quoted(settings.logs()));
    values.put("log_filename", "'postgres-%a.log'");
    values.put("log_truncate_on_rotation", "on");
    values.put("log_rotation_age", "'1d'");
    values.put("log_rotation_size", "0");
    values.put("log_checkpoints", "off");
    values.put("log_line_prefix", "'%m [%p] '");
  }

  private static String quoted(Object value) {
    return "'" + value.toString().replace("'", "''") + "'";
  }

  /** Replaces a file whole, readable for the server's account. */
  private static void replace(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(temporary, text);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
