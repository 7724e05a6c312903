package dev.jobc.cli.context;

import dev.jobc.postgres.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Supplier;

/** Which database a call uses. */
public sealed interface DatabaseChoice {

  /**
   * The caller's own.
   *
   * @param url a JDBC address
   */
  record Configured(String url, String user, String password) implements DatabaseChoice {
    /** The password is no part of it. */
    @Override
    public String toString() {
      return url.replaceFirst("\\?.*", "") + (user.isEmpty() ? "" : " as " + user);
    }
  }

  /** The private server of the state directory. */
  record Embedded(Settings settings) implements DatabaseChoice {}

  /**
   * {@code JOBC_DATABASE_URL} with {@code JOBC_DATABASE_USER} and {@code JOBC_DATABASE_PASSWORD}
   * when it is set, else the embedded server.
   *
   * @throws CliException when the address is none
   */
  static DatabaseChoice of(Map<String, String> environment, Supplier<Settings> embedded) {
    String url = environment.getOrDefault("JOBC_DATABASE_URL", "");
    if (url.isEmpty()) {
      return new Embedded(embedded.get());
    }
    String user = environment.getOrDefault("JOBC_DATABASE_USER", "");
    String password = environment.getOrDefault("JOBC_DATABASE_PASSWORD", "");
    if (url.startsWith("jdbc:postgresql:")) {
      return new Configured(url, user, password);
    }
    if (url.startsWith("postgres://") || url.startsWith("postgresql://")) {
      return fromUri(url, user, password);
    }
    throw badAddress();
  }

  private static Configured fromUri(String url, String user, String password) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null) {
        throw badAddress();
      }
      String[] login = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
      return new Configured(
          "jdbc:postgresql://"
              + uri.getHost()
              + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
              + (uri.getRawPath() == null ? "" : uri.getRawPath())
              + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery()),
          user.isEmpty() ? decoded(login[0]) : user,
          password.isEmpty() && login.length > 1 ? decoded(login[1]) : password);
    } catch (URISyntaxException e) {
      throw badAddress();
    }
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Says nothing of the address itself: it may hold a password. */
  private static CliException badAddress() {
    return new CliException(
        ExitCode.USAGE,
        "JOBC_DATABASE_URL is no address of a PostgreSQL database",
        "write it as postgresql://host:5432/name, user and password in JOBC_DATABASE_USER and"
            + " JOBC_DATABASE_PASSWORD");
  }
}
