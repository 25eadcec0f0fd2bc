package dev.weft.examples.plain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.StandardWebhooks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class PlainReceiverTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String BODY =
      """
      {"chat_type":"notify","timestamp":2,"payload":{"type":"thread","data":{
        "operation":"update_msg","id":"17","name":"release plan","message_count":3,
        "timestamp":1,"last_message":{"id":"9"}}}}\
      """;

  @Test
  void prints_each_change_once() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    HttpServer server = PlainReceiver.start(0, SECRET, lines::add);
    try {
      assertThat(post(server.getAddress().getPort(), SECRET)).isEqualTo(200);
      assertThat(post(server.getAddress().getPort(), SECRET)).isEqualTo(200);
      assertThat(post(server.getAddress().getPort(), "whsec_d3Jvbmc=")).isEqualTo(401);

      assertThat(lines).containsExactly("release plan: SENT, 3 messages");
    } finally {
      server.stop(0);
      ((ExecutorService) server.getExecutor()).shutdown();
    }
  }

  private static int post(int port, String secret) throws Exception {
    Instant now = Instant.now();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/callbacks"))
            .header("webhook-id", "o#a_1")
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header(
                "webhook-signature",
                StandardWebhooks.of(secret).sign("o#a_1", now, BODY.getBytes(UTF_8)))
            .header("weft-operation", "send")
            .POST(BodyPublishers.ofString(BODY))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
