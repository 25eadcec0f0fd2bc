package dev.weft.e2e;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/// A receiver of the OpenTelemetry Protocol over HTTP that keeps what it is sent.
final class OtlpReceiver implements AutoCloseable {

  private static final String PROTOBUF = "application/x-protobuf";

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();
  private final Map<String, String> resource = new ConcurrentHashMap<>();
  private volatile List<Metric> metrics = List.of();
  private volatile int status = 200;

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver open() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    OtlpReceiver receiver = new OtlpReceiver(server);
    server.createContext("/v1/traces", exchange -> receiver.take(exchange, receiver::traces));
    server.createContext("/v1/metrics", exchange -> receiver.take(exchange, receiver::metrics));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return receiver;
  }

  private interface Message {
    void read(byte[] bytes) throws InvalidProtocolBufferException;
  }

  private void take(HttpExchange exchange, Message message) throws IOException {
    try (exchange) {
      headers.add(exchange.getRequestHeaders());
      if (status != 200
          || !PROTOBUF.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
        exchange.sendResponseHeaders(status == 200 ? 415 : status, -1);
        return;
      }
      boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream body = exchange.getRequestBody();
      message.read((packed ? new GZIPInputStream(body) : body).readAllBytes());
      exchange.getResponseHeaders().add("Content-Type", PROTOBUF);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void traces(byte[] bytes) throws InvalidProtocolBufferException {
    ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(bytes);
    request
        .getResourceSpansList()
        .forEach(
            one -> {
              one.getResource()
                  .getAttributesList()
                  .forEach(it -> resource.put(it.getKey(), it.getValue().getStringValue()));
              one.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
            });
  }

  private void metrics(byte[] bytes) throws InvalidProtocolBufferException {
    ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(bytes);
    metrics =
        request.getResourceMetricsList().stream()
            .flatMap(one -> one.getScopeMetricsList().stream())
            .flatMap(scope -> scope.getMetricsList().stream())
            .toList();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// What it answers from now on.
  void answer(int newStatus) {
    status = newStatus;
  }

  /// The headers of each request.
  List<Headers> headers() {
    return headers;
  }

  /// What the sender of spans has said of itself.
  Map<String, String> resource() {
    return resource;
  }

  /// Every span of this name.
  List<Span> spans(String name) {
    return spans.stream().filter(span -> span.getName().equals(name)).toList();
  }

  List<Span> spans() {
    return spans;
  }

  /// The metric of this name as it came last; none if it did not.
  List<Metric> metric(String name) {
    return metrics.stream().filter(metric -> metric.getName().equals(name)).toList();
  }

  /// An attribute as text; empty if there is none.
  static String attribute(List<KeyValue> all, String key) {
    return all.stream()
        .filter(one -> one.getKey().equals(key))
        .map(
            one ->
                one.getValue().hasIntValue()
                    ? Long.toString(one.getValue().getIntValue())
                    : one.getValue().getStringValue())
        .findFirst()
        .orElse("");
  }

  /// The id of a span, or of a span's parent, as headers have it.
  static String hex(com.google.protobuf.ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
