package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.telemetry.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Telemetry as the standard variables of OpenTelemetry want it: off, unless one of them says where
 * to send it or how.
 */
public final class TelemetrySettings {
  private static final List<String> ENDPOINTS =
      List.of(
          "OTEL_EXPORTER_OTLP_ENDPOINT",
          "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
          "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT");

  private static final List<String> EXPORTERS =
      List.of("OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER");

  private TelemetrySettings() {}

  /**
   * Whether these variables turn it on. {@code OTEL_SDK_DISABLED=true} turns it off whatever the
   * others say.
   */
  public static boolean isOn(Map<String, String> environment) {
    if (environment.getOrDefault("OTEL_SDK_DISABLED", "").strip().equalsIgnoreCase("true")) {
      return false;
    }
    return ENDPOINTS.stream().anyMatch(name -> !value(environment, name).isEmpty())
        || EXPORTERS.stream()
            .map(name -> value(environment, name))
            .anyMatch(exporter -> !exporter.isEmpty() && !exporter.equals("none"));
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").strip();
  }

  /**
   * Telemetry of this process.
   *
   * @param environment variables, of which those count that begin with {@code OTEL_}
   * @param version of jobc
   * @param tell is told, in one line and once, when the variables make no sense or nothing can be
   *     sent; whatever happens, the engine goes on
   */
  public static Telemetry start(
      Map<String, String> environment, String version, Consumer<String> tell) {
    // Nothing of the library is loaded before this line.
    return isOn(environment) ? Sdk.start(environment, version, tell) : Telemetry.OFF;
  }
}
