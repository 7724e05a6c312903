package dev.jobc.executor.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A receiver of OTLP over HTTP, in this process: keeps what it is sent. */
public final class Collector implements AutoCloseable {
  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<ExportMetricsServiceRequest> metrics = new CopyOnWriteArrayList<>();
  private final Map<String, String> resource = new TreeMap<>();
  private volatile int status = 200;

  public Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", exchange -> take(exchange, this::traces));
    server.createContext("/v1/metrics", exchange -> take(exchange, this::metrics));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private interface Reader {
    void read(byte[] body) throws InvalidProtocolBufferException;
  }

  private void take(HttpExchange exchange, Reader reader) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (status == 200) {
      reader.read(body);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private synchronized void traces(byte[] body) throws InvalidProtocolBufferException {
    for (var one : ExportTraceServiceRequest.parseFrom(body).getResourceSpansList()) {
      resource.putAll(attributes(one.getResource().getAttributesList()));
      one.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
    }
  }

  private void metrics(byte[] body) throws InvalidProtocolBufferException {
    metrics.add(ExportMetricsServiceRequest.parseFrom(body));
  }

  /** From now on it answers with this status, and keeps nothing unless it is 200. */
  public void answer(int code) {
    status = code;
  }

  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Span> spans() {
    return List.copyOf(spans);
  }

  /** Those of a name, earliest first. */
  public List<Span> spans(String name) {
    return spans.stream()
        .filter(span -> span.getName().equals(name))
        .sorted((a, b) -> Long.compare(a.getStartTimeUnixNano(), b.getStartTimeUnixNano()))
        .toList();
  }

  /** The only one of a name. */
  public Span span(String name) {
    List<Span> found = spans(name);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " spans `" + name + "` among " + names());
    }
    return found.getFirst();
  }

  private List<String> names() {
    return spans.stream().map(Span::getName).toList();
  }

  public synchronized Map<String, String> resource() {
    return Map.copyOf(resource);
  }

  /** All metrics that have come, by name; the latest of each. */
  public Map<String, Metric> metrics() {
    Map<String, Metric> latest = new TreeMap<>();
    for (ExportMetricsServiceRequest request : metrics) {
      request.getResourceMetricsList().stream()
          .flatMap(resources -> resources.getScopeMetricsList().stream())
          .filter(scope -> scope.getScope().getName().equals("dev.jobc.executor"))
          .flatMap(scope -> scope.getMetricsList().stream())
          .forEach(metric -> latest.put(metric.getName(), metric));
    }
    return latest;
  }

  /** The values of a counter or gauge by their attributes. */
  public Map<Map<String, String>, Double> numbers(String metric) {
    Map<Map<String, String>, Double> numbers = new java.util.HashMap<>();
    Metric found = metrics().get(metric);
    if (found != null) {
      List<NumberDataPoint> points = new ArrayList<>(found.getSum().getDataPointsList());
      points.addAll(found.getGauge().getDataPointsList());
      for (NumberDataPoint point : points) {
        double value = point.hasAsDouble() ? point.getAsDouble() : point.getAsInt();
        numbers.put(attributes(point.getAttributesList()), value);
      }
    }
    return numbers;
  }

  /** The points of a histogram by their attributes. */
  public Map<Map<String, String>, HistogramDataPoint> histogram(String metric) {
    Map<Map<String, String>, HistogramDataPoint> points = new java.util.HashMap<>();
    Metric found = metrics().get(metric);
    if (found != null) {
      found
          .getHistogram()
          .getDataPointsList()
          .forEach(point -> points.put(attributes(point.getAttributesList()), point));
    }
    return points;
  }

  public static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> read = new TreeMap<>();
    attributes.forEach(one -> read.put(one.getKey(), text(one.getValue())));
    return read;
  }

  private static String text(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> Long.toString(value.getIntValue());
      case BOOL_VALUE -> Boolean.toString(value.getBoolValue());
      case DOUBLE_VALUE -> Double.toString(value.getDoubleValue());
      case ARRAY_VALUE, KVLIST_VALUE, BYTES_VALUE, VALUE_NOT_SET -> value.toString();
    };
  }

  public static String hex(com.google.protobuf.ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
