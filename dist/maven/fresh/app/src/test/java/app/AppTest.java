package app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weft.client.WeftClient;
import dev.weft.receiver.StandardWebhooks;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class AppTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String BODY =
      "{\"chat_type\":\"notify\",\"appkey\":\"o#a\",\"timestamp\":2,\"payload\":{\"type\":\"thread\","
          + "\"data\":{\"operation\":\"update_msg\",\"id\":\"t\",\"message_count\":1,\"timestamp\":1,"
          + "\"last_message\":{}}}}";

  @Test
  void a_signed_callback_reaches_the_annotated_method() throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(App.class, "--server.port=0", "--weft.receiver.secret=" + SECRET)) {
      String base = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
      HttpClient client = HttpClient.newHttpClient();
      Instant now = Instant.now();
      HttpRequest post =
          HttpRequest.newBuilder(URI.create(base + "/weft/callbacks"))
              .header("webhook-id", "call-1")
              .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
              .header(
                  "webhook-signature",
                  StandardWebhooks.of(SECRET).sign("call-1", now, BODY.getBytes(UTF_8)))
              .header("weft-operation", "send")
              .POST(BodyPublishers.ofString(BODY))
              .build();

      assertEquals(200, client.send(post, BodyHandlers.ofString()).statusCode());
      assertEquals(List.of("SENT in t"), context.getBean(App.class).heard());
      HttpRequest health = HttpRequest.newBuilder(URI.create(base + "/actuator/health")).build();
      assertTrue(client.send(health, BodyHandlers.ofString()).body().contains("UP"));
    }
  }

  @Test
  void the_client_says_that_no_server_is_there() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + port + "/org/app");
    try (WeftClient client = WeftClient.of(nobody, "id", "secret")) {
      IOException failure = assertThrows(IOException.class, () -> client.rules().list());
      assertTrue(failure.getMessage().startsWith("connection refused by "), failure.getMessage());
    }
  }
}
