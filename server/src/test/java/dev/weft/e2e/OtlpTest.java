package dev.weft.e2e;

import static dev.weft.e2e.OtlpReceiver.attribute;
import static dev.weft.e2e.OtlpReceiver.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.weft.e2e.Inbox.Received;
import dev.weft.storage.postgres.PostgresServer;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Traces and metrics as a collector gets them, by the OpenTelemetry Protocol over real sockets.
class OtlpTest {

  private static final String CALL = "POST /messages/users";
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";

  @TempDir private Path data;
  private OtlpReceiver collector;
  private Inbox inbox;

  @BeforeEach
  void open() throws IOException {
    collector = OtlpReceiver.open();
    inbox = Inbox.open();
  }

  @AfterEach
  void close() {
    inbox.close();
    collector.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void a_message_is_a_trace_from_the_call_over_the_commit_to_each_attempt(String database)
      throws Exception {
    inbox.answer(one -> "1".equals(one.header("weft-attempt")) ? 503 : 200);
    Map<String, String> settings = PostgresServer.settings(database, data);
    try (RunningServer server = start(settings)) {
      rule(server.client());
      send(server.client());
      List<Received> received = inbox.next(2);
      await().until(() -> collector.spans("attempt").size() == 2);
      await().until(() -> !collector.spans(CALL).isEmpty());

      Span call = collector.spans(CALL).getFirst();
      assertThat(call.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(call.getParentSpanId().isEmpty()).isTrue();
      assertThat(attribute(call.getAttributesList(), "http.response.status_code")).isEqualTo("200");
      assertThat(attribute(call.getAttributesList(), "http.route"))
          .isEqualTo("/{org}/{app}/messages/users");
      Span commit =
          collector.spans("commit").stream()
              .filter(span -> span.getParentSpanId().equals(call.getSpanId()))
              .findFirst()
              .orElseThrow();
      assertThat(commit.getTraceId()).isEqualTo(call.getTraceId());
      List<Span> attempts = collector.spans("attempt");
      assertThat(attempts)
          .allSatisfy(
              attempt -> {
                assertThat(attempt.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
                assertThat(attempt.getTraceId()).isEqualTo(call.getTraceId());
                assertThat(attempt.getParentSpanId()).isEqualTo(commit.getSpanId());
                assertThat(attempt.getStartTimeUnixNano())
                    .isGreaterThanOrEqualTo(commit.getStartTimeUnixNano());
                assertThat(attempt.getEndTimeUnixNano())
                    .isGreaterThan(attempt.getStartTimeUnixNano());
                assertThat(attribute(attempt.getAttributesList(), "weft.rule")).isEqualTo("r");
              });
      assertThat(attempts)
          .extracting(
              attempt -> attribute(attempt.getAttributesList(), "weft.attempt"),
              attempt -> attribute(attempt.getAttributesList(), "http.response.status_code"),
              attempt -> attempt.getStatus().getCode())
          .containsExactly(
              tuple("1", "503", StatusCode.STATUS_CODE_ERROR),
              tuple("2", "200", StatusCode.STATUS_CODE_UNSET));
      // What the app server was told is the span that the collector has.
      assertThat(received)
          .extracting(one -> Objects.requireNonNull(one.header("traceparent")).substring(0, 52))
          .containsExactlyElementsOf(
              attempts.stream()
                  .map(span -> "00-" + hex(span.getTraceId()) + "-" + hex(span.getSpanId()))
                  .toList());
      assertThat(collector.resource())
          .containsEntry("service.name", "weft")
          .containsEntry("service.instance.id", "im-node-0");
      assertThat(collector.headers())
          .allSatisfy(one -> assertThat(one.getFirst("Authorization")).isEqualTo("Bearer k=1"));
    }
  }

  @Test
  void a_callers_trace_goes_on_if_the_caller_records_it() throws Exception {
    try (RunningServer server = start(Map.of())) {
      rule(server.client());
      send(server.client(), "traceparent", "00-" + TRACE + "-" + CALLER + "-00");
      send(
          server.client(),
          "traceparent",
          "00-" + TRACE + "-" + CALLER + "-01",
          "tracestate",
          "congo=t61");
      List<Received> received = inbox.next(2);
      await().until(() -> !collector.spans("attempt").isEmpty());
      await().until(() -> !collector.spans(CALL).isEmpty());

      assertThat(received)
          .extracting(one -> Objects.requireNonNull(one.header("traceparent")).substring(53))
          .containsExactlyInAnyOrder("00", "01");
      assertThat(collector.spans(CALL))
          .singleElement()
          .satisfies(
              call -> {
                assertThat(hex(call.getTraceId())).isEqualTo(TRACE);
                assertThat(hex(call.getParentSpanId())).isEqualTo(CALLER);
              });
      assertThat(received)
          .filteredOn(one -> Objects.requireNonNull(one.header("traceparent")).endsWith("-01"))
          .extracting(one -> one.header("tracestate"))
          .containsExactly("congo=t61");
    }
  }

  @Test
  void a_refused_call_is_no_failure_of_the_server() throws Exception {
    try (RunningServer server = start(Map.of())) {
      assertThat(server.client().get("/chatgroups/77").status()).isEqualTo(404);
      await().until(() -> !collector.spans("GET /chatgroups/{}").isEmpty());

      Span call = collector.spans("GET /chatgroups/{}").getFirst();
      assertThat(attribute(call.getAttributesList(), "http.response.status_code")).isEqualTo("404");
      assertThat(call.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
    }
  }

  @Test
  void metrics_are_those_that_prometheus_could_fetch() throws Exception {
    Map<String, String> settings = Map.of("telemetry.metricsSeconds", "1");
    try (RunningServer server = start(settings)) {
      rule(server.client());
      send(server.client());
      inbox.next();
      await().until(() -> acknowledged() == 1);

      Metric messages = collector.metric("weft.messages").getFirst();
      assertThat(messages.getSum().getIsMonotonic()).isTrue();
      assertThat(messages.getSum().getDataPointsList())
          .filteredOn(point -> attribute(point.getAttributesList(), "operation").equals("send"))
          .extracting(NumberDataPoint::getAsDouble)
          .containsExactly(1.0);
      Metric attempts = collector.metric("weft.callback.attempts").getFirst();
      assertThat(attempts.getUnit()).isEqualTo("s");
      HistogramDataPoint point =
          attempts.getHistogram().getDataPointsList().stream()
              .filter(one -> one.getCount() == 1)
              .findFirst()
              .orElseThrow();
      assertThat(point.getExplicitBoundsCount()).isGreaterThan(3);
      assertThat(point.getBucketCountsList()).hasSize(point.getExplicitBoundsCount() + 1);
      assertThat(point.getBucketCountsList().stream().mapToLong(Long::longValue).sum()).isOne();
      assertThat(point.getSum()).isPositive();
      assertThat(collector.metric("jvm.memory.used").getFirst().getUnit()).isEqualTo("By");
    }
  }

  /// Attempts that the collector knows of.
  private long acknowledged() {
    return collector.metric("weft.callback.attempts").stream()
        .flatMap(metric -> metric.getHistogram().getDataPointsList().stream())
        .mapToLong(HistogramDataPoint::getCount)
        .sum();
  }

  @Test
  void a_collector_that_fails_costs_spans_and_nothing_else() throws Exception {
    collector.answer(500);
    try (RunningServer server = start(Map.of("telemetry.metricsSeconds", "1"))) {
      rule(server.client());
      send(server.client());
      await().until(() -> !collector.headers().isEmpty());

      assertThat(inbox.next().header("traceparent")).isNotNull();
    }
    assertThat(collector.spans()).isEmpty();
  }

  @Test
  void nothing_of_it_is_loaded_while_it_is_off() throws Exception {
    Path classes = data.resolve("classes.log");
    try (ServerProcess server =
        ServerProcess.launchWithJava(
            data.resolve("weft"), List.of("-Xlog:class+load:file=" + classes))) {
      ApiClient api = ApiClient.of(server.url());
      rule(api);
      send(api);
      inbox.next();
      server.terminate();
    }

    assertThat(Files.readString(classes))
        .contains("dev.weft.delivery.engine.HttpSender")
        .doesNotContain("io.opentelemetry");
  }

  private RunningServer start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("telemetry.url", collector.url() + "/");
    settings.put("telemetry.headers", "Authorization=Bearer k=1");
    return RunningServer.start(data, settings, Clock.systemUTC());
  }

  private void rule(ApiClient api) {
    api.rule(
        "{\"name\":\"r\",\"url\":\"%s\",\"events\":[\"message\"],\"retry\":[\"0s\",\"50ms\",\"1s\"]}"
            .formatted(inbox.url()));
  }

  private static void send(ApiClient api, String... headers) throws Exception {
    HttpRequest.Builder request = api.request("/messages/users");
    if (headers.length > 0) {
      request.headers(headers);
    }
    request.POST(
        BodyPublishers.ofString("{\"to\":[\"bob\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }
}
