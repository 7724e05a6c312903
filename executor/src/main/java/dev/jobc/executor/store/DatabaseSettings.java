package dev.jobc.executor.store;

/**
 * Where the database is.
 *
 * @param url a JDBC address, {@code jdbc:postgresql://host:port/name}
 * @param password empty when the server asks for none
 */
public record DatabaseSettings(String url, String user, String password) {
  @Override
  public String toString() {
    return url + " as " + user;
  }
}
