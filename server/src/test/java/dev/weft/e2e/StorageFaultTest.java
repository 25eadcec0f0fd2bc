package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weft.Waits;
import dev.weft.disk.ServerOnFaultyDisk;
import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A disk that fails makes the server say so, never lie: what was answered 200 is there afterwards.
@Tag("slow")
class StorageFaultTest {

  private static final String NOTHING_CHANGED =
      "503 service_unavailable: The store did not accept the write, nothing was changed. Please try"
          + " again.";
  private static final String IN_DOUBT =
      "500 internal_error: internal error: the store could not confirm the write, it may have been"
          + " made";

  private final List<String> answered = new ArrayList<>();

  @TempDir private Path folder;

  @BeforeEach
  void needsSuchADisk() {
    assumeTrue(ServerOnFaultyDisk.isSupported());
  }

  private ServerProcess launch() throws IOException {
    return ServerProcess.launchOnFaultyDisk(folder.resolve("data"));
  }

  @Test
  void a_full_disk_refuses_writes_until_there_is_space_again() throws Exception {
    refusesWritesBetween("full", NOTHING_CHANGED, "space");
  }

  @Test
  void a_disk_that_becomes_read_only_refuses_writes_until_it_can_be_written_again()
      throws Exception {
    refusesWritesBetween("read-only", IN_DOUBT, "writable");
  }

  @Test
  void a_folder_that_cannot_be_written_is_refused_at_the_start() throws Exception {
    // Nobody may write there, whoever runs this.
    try (ServerProcess server = ServerProcess.launch(Path.of("/sys/kernel"), folder)) {
      assertThat(server.hasEndedWithin(Waits.PATIENCE.toMillis())).isTrue();
      assertThat(server.log())
          .isEqualTo(
              "weft: cannot write to the data folder /sys/kernel: make it writable or give --data"
                  + " another\n");
    }
  }

  private void refusesWritesBetween(String trouble, String answer, String relief) throws Exception {
    try (Inbox inbox = Inbox.open()) {
      String thread;
      try (ServerProcess server = launch()) {
        ApiClient api = ApiClient.of(server.url());
        thread = prepare(api, inbox);
        send(api, thread);
        server.disk(trouble);

        for (int refused = 0; refused < 20; ) {
          Reply reply = reply(api, thread, "no room " + refused);
          if (reply.status() == 200) {
            // A log that was begun anew has room of its own: what was accepted must arrive.
            assertThat(answered).as("accepted by a disk that is " + trouble).hasSizeLessThan(500);
            answered.add(reply.data().get(thread).stringValue());
          } else {
            assertThat(reply.error()).isEqualTo(answer);
            refused++;
          }
        }
        assertThat(status(server, "/readyz")).isEqualTo(503);
        assertThat(status(server, "/healthz")).isEqualTo(200);
        assertThat(api.get("/callbacks/rules").data()).hasSize(1);

        server.disk(relief);
        await().until(() -> status(server, "/readyz") == 200);
        send(api, thread);
        assertSaysItOnce(server);
        server.kill();
      }
      try (ServerProcess server = launch()) {
        send(ApiClient.of(server.url()), thread);
        assertThat(arrivals(inbox, answered.size())).isEqualTo(answered);
        assertThat(inbox.isEmpty()).isTrue();
      }
    }
  }

  @Test
  void a_disk_that_cannot_sync_leaves_no_doubt_about_what_was_answered() throws Exception {
    try (Inbox inbox = Inbox.open()) {
      String thread;
      try (ServerProcess server = launch()) {
        ApiClient api = ApiClient.of(server.url());
        thread = prepare(api, inbox);
        send(api, thread);
        server.disk("sync-fails");

        assertThat(reply(api, thread, "lost").error()).isEqualTo(IN_DOUBT);
        await().until(() -> status(server, "/readyz") == 503);

        server.disk("sync-works");
        await().until(() -> status(server, "/readyz") == 200);
        send(api, thread);
        assertSaysItOnce(server);
        server.cutPower(1);
      }
      try (ServerProcess server = launch()) {
        send(ApiClient.of(server.url()), thread);
        // The commit that came after it has written over the one in doubt.
        assertThat(arrivals(inbox, answered.size())).isEqualTo(answered);
      }
    }
  }

  /// After an fsync that failed the operating system shows what is not on the disk. A process that
  /// finds it must not build on it.
  @Test
  void what_is_answered_after_a_failed_sync_and_a_restart_survives_a_power_cut() throws Exception {
    try (Inbox inbox = Inbox.open()) {
      String thread;
      try (ServerProcess server = launch()) {
        ApiClient api = ApiClient.of(server.url());
        thread = prepare(api, inbox);
        send(api, thread);
        server.disk("sync-fails");
        assertThat(reply(api, thread, "in doubt").status()).isEqualTo(500);
        server.kill();
      }
      try (ServerProcess server = launch()) {
        ApiClient api = ApiClient.of(server.url());
        for (int i = 0; i < 10; i++) {
          send(api, thread);
        }
        server.cutPower(2);
      }
      try (ServerProcess server = launch()) {
        send(ApiClient.of(server.url()), thread);
        int doubtful = lastCount(inbox) - answered.size();
        assertThat(doubtful).as("messages beside those answered").isBetween(0, 1);
      }
    }
  }

  /// What the callback of the last answered message says: how many the thread has.
  private int lastCount(Inbox inbox) {
    JsonNode callback = inbox.next().json();
    while (!Arrivals.lastMessage(callback).equals(answered.getLast())) {
      callback = inbox.next().json();
    }
    return callback.at("/payload/data/message_count").intValue();
  }

  private String prepare(ApiClient api, Inbox inbox) {
    api.users("user1");
    String group = api.group("user1");
    String thread = api.thread(group, api.text("user1", group, "parent"), "t", "user1");
    api.rule("{\"name\":\"all\",\"url\":\"%s\"}".formatted(inbox.url()));
    return thread;
  }

  private void send(ApiClient api, String thread) {
    answered.add(api.text("user1", thread, "kept " + answered.size()));
  }

  private static Reply reply(ApiClient api, String thread, String text) {
    return api.post(
        "/messages/chatgroups",
        """
        {"from":"user1","to":["%s"],"type":"txt","body":{"msg":"%s"}}
        """
            .formatted(thread, text));
  }

  /// Messages as they arrive for the first time, so many.
  private static List<String> arrivals(Inbox inbox, int count) {
    List<String> messages = new ArrayList<>();
    while (messages.size() < count) {
      String message = Arrivals.lastMessage(inbox.next().json());
      if (!messages.contains(message)) {
        messages.add(message);
      }
    }
    return messages;
  }

  private static int status(ServerProcess server, String page)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + page)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }

  /// Lines of the log come a little later.
  private static void assertSaysItOnce(ServerProcess server) {
    await().until(() -> server.log().contains("store takes writes again"));
    String log = server.log();
    assertThat(log.lines().filter(line -> line.contains("store takes no writes"))).hasSize(1);
    assertThat(log.lines().filter(line -> line.contains("store takes writes again"))).hasSize(1);
    assertThat(log).doesNotContain("\tat ");
  }
}
