package dev.jobc.cli.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;

/** What this is, and what it runs on. */
public final class Version {
  private Version() {}

  /** {@code 0.1.0}. */
  public static String number() {
    try (InputStream file = Version.class.getResourceAsStream("/dev/jobc/cli/version.properties")) {
      Properties properties = new Properties();
      properties.load(file);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code Java 25.0.3, linux-amd64}. */
  public static String platform() {
    return "Java "
        + System.getProperty("java.version")
        + ", "
        + System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(' ', '-')
        + "-"
        + System.getProperty("os.arch");
  }
}
