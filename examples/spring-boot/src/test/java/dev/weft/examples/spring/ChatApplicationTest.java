package dev.weft.examples.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.receiver.StandardWebhooks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(
    webEnvironment = WebEnvironment.RANDOM_PORT,
    properties = "weft.receiver.secret=" + ChatApplicationTest.SECRET)
class ChatApplicationTest {

  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String BODY =
      """
      {"chat_type":"notify","timestamp":2,"payload":{"type":"thread","data":{
        "operation":"update_msg","id":"17","name":"release plan","message_count":3,
        "timestamp":1,"last_message":{"id":"9"}}}}\
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  @LocalServerPort private int port;

  @Test
  void shows_what_the_callback_told() throws Exception {
    assertThat(post(SECRET)).isEqualTo(200);
    assertThat(post("whsec_d3Jvbmc=")).isEqualTo(401);

    HttpResponse<String> activity =
        client.send(HttpRequest.newBuilder(uri("/activity")).build(), BodyHandlers.ofString());
    assertThat(activity.body()).isEqualTo("{\"release plan\":\"SENT, 3 messages\"}");
  }

  private int post(String secret) throws Exception {
    Instant now = Instant.now();
    HttpRequest request =
        HttpRequest.newBuilder(uri("/weft/callbacks"))
            .header("webhook-id", "o#a_1")
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .header(
                "webhook-signature",
                StandardWebhooks.of(secret).sign("o#a_1", now, BODY.getBytes(UTF_8)))
            .header("weft-operation", "send")
            .POST(BodyPublishers.ofString(BODY))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + port + path);
  }
}
