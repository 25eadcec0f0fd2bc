package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.app.AppKey;
import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What one app lets hang takes nothing from others: of each thing that all share it has a part.
@Timeout(120)
class AppShareTest {

  private static final int TESTS_OF_ONE_APP = 4;
  private static final int UPLOADS_OF_ONE_APP = 64;

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient hanging;
  private ApiClient other;

  @BeforeEach
  void have_two_apps() {
    server = RunningServer.start(data);
    hanging = server.client();
    server.ensureApp(new AppKey("other", "app"));
    other = ApiClient.ofApp(server.url(), "other/app");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private static Reply test(ApiClient client) {
    return client.post("/callbacks/rules/r/test", "{}");
  }

  @Test
  void tests_of_rules_that_hang() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger arrived = new AtomicInteger();
    try (Inbox silent = Inbox.open();
        Inbox inbox = Inbox.open()) {
      silent.answer(
          _ -> {
            arrived.incrementAndGet();
            try {
              go.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return 200;
          });
      hanging.rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(silent.url()));
      other.rule("{\"name\":\"r\",\"url\":\"%s\"}".formatted(inbox.url()));
      List<FutureTask<Reply>> tests = new ArrayList<>();
      for (int i = 0; i < TESTS_OF_ONE_APP; i++) {
        FutureTask<Reply> test = new FutureTask<>(() -> test(hanging));
        tests.add(test);
        Thread _ = Thread.ofVirtual().start(test);
      }
      await().until(() -> arrived.get() > 0);
      try {
        await().until(() -> test(hanging).status() == 429);
        assertThat(test(other).status()).isEqualTo(200);
      } finally {
        go.countDown();
      }
      for (FutureTask<Reply> test : tests) {
        assertThat(test.get().status()).isIn(200, 429);
      }
    }
  }

  @Test
  void uploads_that_never_end() throws Exception {
    URI url = URI.create(server.url());
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < UPLOADS_OF_ONE_APP; i++) {
        Socket socket = new Socket(url.getHost(), url.getPort());
        stalled.add(socket);
        socket
            .getOutputStream()
            .write(
                """
                POST /%s/%s/chatfiles HTTP/1.1\r
                Host: h\r
                Authorization: Bearer %s\r
                Content-Type: multipart/form-data; boundary=b\r
                Content-Length: 100000\r
                \r
                --b\r
                """
                    .formatted(RunningServer.APP.org(), RunningServer.APP.app(), hanging.token())
                    .getBytes(StandardCharsets.US_ASCII));
      }
      byte[] file = "a file".getBytes(StandardCharsets.UTF_8);

      await().until(() -> new FileClient(hanging).upload(file).status() == 429);

      assertThat(new FileClient(other).upload(file).status()).isEqualTo(200);
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }
}
