package dev.weft.receiver.httpserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.weft.receiver.CallbackReceiver;
import dev.weft.receiver.TestCallbacks;
import dev.weft.receiver.ThreadCallback;
import dev.weft.receiver.ThreadId;
import dev.weft.receiver.endpoint.CallbackEndpoint;
import dev.weft.receiver.once.OnceHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CallbackHttpHandlerTest {

  private static final byte[] BODY = TestCallbacks.threadBody("t");

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<ThreadId> threads = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CallbackEndpoint endpoint =
        new CallbackEndpoint(
            TestCallbacks.receiver(),
            OnceHandler.inMemory(
                accepted -> threads.add(((ThreadCallback) accepted.callback()).threadId())));
    server.createContext("/callbacks", new CallbackHttpHandler(endpoint));
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void takes_a_callback_off_the_wire_once() throws Exception {
    assertThat(post(TestCallbacks.signed("call-1", BODY), BODY).statusCode()).isEqualTo(200);
    assertThat(post(TestCallbacks.signed("call-1", BODY), BODY).statusCode()).isEqualTo(200);

    assertThat(threads).containsExactly(new ThreadId("t"));
  }

  @Test
  void answers_a_wrong_signature_with_401_and_a_word_why() throws Exception {
    HttpResponse<String> response = post(TestCallbacks.signed("call-1", new byte[0]), BODY);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("SIGNATURE_MISMATCH");
    assertThat(threads).isEmpty();
  }

  @Test
  void answers_a_body_that_is_too_large_with_413() throws Exception {
    byte[] body = new byte[CallbackReceiver.MAX_BODY_BYTES + 1];

    assertThat(post(TestCallbacks.signed("call-1", body), body).statusCode()).isEqualTo(413);
  }

  @Test
  void answers_a_browser_with_405() throws Exception {
    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(uri()).build(), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
  }

  private HttpResponse<String> post(Map<String, List<String>> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri()).POST(BodyPublishers.ofByteArray(body));
    headers.forEach((name, values) -> request.header(name, values.get(0)));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/callbacks");
  }
}
