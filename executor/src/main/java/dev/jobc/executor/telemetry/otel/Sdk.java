package dev.jobc.executor.telemetry.otel;

import dev.jobc.executor.telemetry.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Sets the SDK up from variables. What they leave open is as the standard says, but for these: */
final class Sdk {
  /**
   * Protocol: the only one that needs no library more. No logs are sent: tasks' logs are kept in
   * the database, the engine writes none.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of("otel.exporter.otlp.protocol", "http/protobuf", "otel.logs.exporter", "none");

  /** The service's name: `jobc`, where the standard has `unknown_service:java`. */
  private static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service.name");

  /** New traces a second, so that tracing can't cost more than so much: see docs/telemetry.md. */
  private static final int TRACES_A_SECOND = 100;

  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** Held, because the log manager forgets loggers that nobody holds. */
  private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

  private Sdk() {}

  static Telemetry start(Map<String, String> environment, String version, Consumer<String> tell) {
    // What matters of what it says is told once, by Watched; it would say it again and again.
    if (LIBRARY.getLevel() == null) {
      LIBRARY.setLevel(Level.OFF);
    }
    try {
      return begin(environment, version, tell);
    } catch (RuntimeException e) {
      tell.accept("telemetry is off: " + Watched.line(e));
      return Telemetry.OFF;
    }
  }

  private static Telemetry begin(
      Map<String, String> environment, String version, Consumer<String> tell) {
    // Until it stands, only what keeps it from that is worth telling.
    AtomicBoolean stands = new AtomicBoolean();
    Watched watched = new Watched(line -> tellIf(stands, tell, line));
    FixedIds ids = new FixedIds();
    Map<String, String> properties = properties(environment);
    Duration[] interval = {INTERVAL};
    RateSampler rate = new RateSampler(TRACES_A_SECOND);
    Sampler own = Sampler.parentBased(rate);
    AutoConfiguredOpenTelemetrySdk configured =
        AutoConfiguredOpenTelemetrySdk.builder()
            .disableShutdownHook()
            .addPropertiesSupplier(() -> DEFAULTS)
            .addPropertiesCustomizer(config -> properties)
            .addResourceCustomizer((resource, config) -> named(resource, version))
            .addSamplerCustomizer((sampler, config) -> isNamed(config) ? sampler : own)
            .addTracerProviderCustomizer((builder, config) -> builder.setIdGenerator(ids))
            .addSpanExporterCustomizer((exporter, config) -> watched.spans(exporter))
            .addMetricExporterCustomizer((exporter, config) -> watched.metrics(exporter))
            .addMeterProviderCustomizer(
                (builder, config) -> {
                  interval[0] = config.getDuration("otel.metric.export.interval", INTERVAL);
                  return builder;
                })
            .build();
    OpenTelemetrySdk sdk = configured.getOpenTelemetrySdk();
    stands.set(true);
    boolean isOwn = sdk.getSdkTracerProvider().getSampler().equals(own);
    return new OtelTelemetry(
        sdk, ids, () -> isOwn && rate.isSpent(), watched, version, interval[0]);
  }

  private static void tellIf(AtomicBoolean stands, Consumer<String> tell, String line) {
    if (stands.get()) {
      tell.accept(line);
    }
  }

  /** `OTEL_METRICS_EXPORTER` is `otel.metrics.exporter` to the library. */
  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_")) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return properties;
  }

  private static Resource named(Resource resource, String version) {
    String name = resource.getAttribute(SERVICE);
    Attributes own =
        Attributes.of(
            SERVICE,
            name == null || name.startsWith("unknown_service") ? "jobc" : name,
            AttributeKey.stringKey("service.version"),
            version,
            AttributeKey.stringKey("service.instance.id"),
            UUID.randomUUID().toString());
    // What the variables say of the other two wins.
    Resource service = Resource.create(Attributes.of(SERVICE, name(own)));
    return Resource.create(own).merge(resource).merge(service);
  }

  private static String name(Attributes attributes) {
    String name = attributes.get(SERVICE);
    return name == null ? "jobc" : name;
  }

  /** Ours is taken unless the variables name one. */
  private static boolean isNamed(ConfigProperties config) {
    return config.getString("otel.traces.sampler") != null;
  }
}
