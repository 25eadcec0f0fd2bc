package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Inbox.Received;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The trace of a REST call goes on in the callbacks it causes.
class TraceTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  @TempDir private Path data;

  @Test
  void each_attempt_is_a_span_of_the_callers_trace_also_after_a_restart() throws Exception {
    try (Inbox inbox = Inbox.open()) {
      inbox.answer(_ -> 500);
      Received before;
      try (RunningServer server = start()) {
        rule(server.client(), inbox);
        send(
            server.client(), "traceparent", PARENT, "tracestate", "congo=t61", "tracestate", "b=2");
        before = inbox.next();
      }
      try (RunningServer _ = start()) {
        List<Received> attempts = List.of(before, inbox.next());

        assertThat(attempts)
            .extracting(one -> one.header("traceparent"))
            .doesNotHaveDuplicates()
            .allSatisfy(
                parent ->
                    assertThat(parent)
                        .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                        .doesNotContain(SPAN));
        assertThat(attempts)
            .extracting(one -> one.header("tracestate"))
            .containsOnly("congo=t61,b=2");
      }
    }
  }

  @Test
  void a_call_without_a_trace_or_with_an_invalid_one_starts_none() throws Exception {
    try (Inbox inbox = Inbox.open();
        RunningServer server = start()) {
      rule(server.client(), inbox);

      send(server.client());
      send(server.client(), "traceparent", PARENT.replace("00-", "ff-"), "tracestate", "a=1");
      send(server.client(), "traceparent", PARENT, "traceparent", PARENT);

      assertThat(inbox.next(3))
          .allSatisfy(
              one -> {
                assertThat(one.header("traceparent")).isNull();
                assertThat(one.header("tracestate")).isNull();
              });
    }
  }

  private RunningServer start() {
    return RunningServer.start(data, Map.of(), Clock.systemUTC());
  }

  /// More attempts than any of these tests takes.
  private static void rule(ApiClient api, Inbox inbox) {
    api.rule(
        """
        {"name":"r","url":"%s","events":["message"],"retry":["0s","100ms","100ms","100ms",
         "500ms","1s","1s","1s","1s","1s","1s","1s"]}
        """
            .formatted(inbox.url()));
  }

  private static void send(ApiClient api, String... headers) throws IOException {
    var request = api.request("/messages/users");
    if (headers.length > 0) {
      request.headers(headers);
    }
    request.POST(
        BodyPublishers.ofString("{\"to\":[\"bob\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}"));
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
