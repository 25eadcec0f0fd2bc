package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.client.EventStream;
import dev.weft.client.EventStream.Event;
import dev.weft.client.Page;
import dev.weft.client.WeftClient;
import dev.weft.receiver.Json;
import dev.weft.receiver.http.ConnectFailedException;
import dev.weft.receiver.pull.ApiException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What `weft-client` asks of a real server.
@WeftTest
class ClientTest {

  private WeftClient client;

  @BeforeEach
  void open(Weft weft) {
    client = WeftClient.of(weft.url(), weft.clientId(), weft.clientSecret());
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void makes_users_groups_threads_and_messages(Weft weft) throws Exception {
    Inbox inbox = weft.inbox();
    String thread = thread("alice", "bob");

    String message = client.messages().sendText("bob", thread, "noodles?");
    client.messages().modifyText(message, "bob", "rice?");
    client.messages().recall(message, "bob", thread);
    client.threads().rename(thread, "dinner");

    assertThat(inbox.next(3))
        .extracting(one -> one.attempt().change().name())
        .containsExactly("SENT", "MODIFIED", "RECALLED");
    assertThat(client.users().get("alice").get("username").text()).isEqualTo("alice");
  }

  @Test
  void changes_the_members_of_a_group(Weft weft) throws Exception {
    client.users().register("alice", "secret");
    client.users().register("bob_2", "secret");
    String group = client.groups().create("alice", List.of());

    client.groups().addMember(group, "bob_2");
    assertThat(client.groups().get(group).toString()).contains("bob_2");
    client.groups().removeMember(group, "bob_2");
    assertThat(client.groups().get(group).toString()).doesNotContain("bob_2");
    client.groups().delete(group);
    assertThatThrownBy(() -> client.groups().get(group)).isInstanceOf(ApiException.class);
  }

  @Test
  void makes_changes_tests_and_deletes_rules(Weft weft) throws Exception {
    Inbox inbox = weft.inbox();
    Json rule = client.rules().create(Map.of("name", "own-rule", "url", inbox.url().toString()));

    assertThat(rule.get("signing_secret").text("")).startsWith("whsec_");
    assertThat(client.rules().list()).hasSize(2);
    assertThat(client.rules().change("own-rule", Map.of("enabled", false)).get("enabled").isTrue())
        .isFalse();
    assertThat(client.rules().test("own-rule").get("status").integer().orElse(0)).isPositive();
    assertThat(client.rules().resume("own-rule").get("name").text()).isEqualTo("own-rule");
    client.rules().delete("own-rule");
    assertThatThrownBy(() -> client.rules().get("own-rule"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("was answered 404")
        .satisfies(
            e -> {
              assertThat(((ApiException) e).status()).isEqualTo(404);
              assertThat(((ApiException) e).error()).isNotEmpty();
              assertThat(((ApiException) e).isFinal()).isTrue();
            });
  }

  @Test
  void tells_what_became_of_a_message(Weft weft) throws Exception {
    weft.inbox();
    String message = client.messages().sendText("bob", thread("alice", "bob"), "noodles?");
    weft.awaitDelivered();

    Page page = client.deliveries().list(Map.of("msg_id", message), null);
    assertThat(page.data()).hasSize(1);
    String callId = page.data().get(0).get("call_id").text("");
    assertThat(client.deliveries().get(callId).get("data").elements()).hasSize(1);
    assertThat(client.deliveries().explain(message)).isNotEmpty();
    assertThat(client.exceptions().list()).isEmpty();
    assertThat(client.replays().list()).isEmpty();
    assertThat(client.exceptions().resend("202601010000")).isFalse();
  }

  @Test
  void fetches_callbacks_by_the_page_and_as_a_stream(Weft weft) throws Exception {
    client.rules().create(Map.of("name", "pulled", "delivery", "pull"));
    String thread = thread("alice", "bob");
    for (int i = 0; i < 3; i++) {
      client.messages().sendText("bob", thread, "message " + i);
    }

    Page page = client.pull("pulled", "archive").page(null, 2, 5);
    assertThat(page.data()).hasSize(2);
    String cursor = Objects.requireNonNull(page.cursor());
    client.pull("pulled", "archive").commit(cursor);

    try (EventStream stream = client.pull("pulled", "archive").stream(null)) {
      Event third = Objects.requireNonNull(stream.next());
      assertThat(third.type()).isEqualTo("callback");
      assertThat(third.data()).contains("message 2");
      client.messages().sendText("bob", thread, "as it happens");
      Event fourth = Objects.requireNonNull(stream.next());
      assertThat(fourth.data()).contains("as it happens");
      assertThat(Long.parseLong(fourth.id())).isGreaterThan(Long.parseLong(third.id()));
    }
  }

  @Test
  void fetches_one_token_and_another_when_the_server_takes_it_no_more(Weft weft) throws Exception {
    String token = client.token();
    client.rules().list();
    assertThat(client.token()).isEqualTo(token);

    // Longer than any token lives.
    weft.advance(Duration.ofDays(400));
    assertThat(client.rules().list()).isEmpty();
    assertThat(client.token()).isNotEqualTo(token);
  }

  @Test
  void says_that_credentials_are_wrong(Weft weft) {
    try (WeftClient wrong = WeftClient.of(weft.url(), weft.clientId(), "wrong")) {
      assertThatThrownBy(wrong.rules()::list)
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("/token");
    }
    try (WeftClient wrong = WeftClient.withToken(weft.url(), "wrong")) {
      assertThatThrownBy(wrong.rules()::list)
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("was answered 401");
    }
  }

  @Test
  void says_that_no_server_is_there() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (WeftClient nobody =
        WeftClient.of(URI.create("http://localhost:" + port + "/o/a"), "i", "s")) {
      assertThatThrownBy(nobody.rules()::list)
          .isInstanceOf(ConnectFailedException.class)
          .hasMessageContaining("connection refused by ")
          .hasMessageContaining("[::1]:" + port);
    }
  }

  private String thread(String owner, String member) throws Exception {
    client.users().register(owner, "secret");
    client.users().register(member, "secret");
    String group = client.groups().create(owner, List.of(member));
    String message = client.messages().sendText(owner, group, "lunch");
    return client.threads().create(group, message, owner, "lunch");
  }
}
