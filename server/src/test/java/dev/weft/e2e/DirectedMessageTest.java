package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.Inbox.Received;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Who is not meant by a message to some members of a group learns nothing of it, on both
/// databases.
@Timeout(120)
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class DirectedMessageTest {

  @Parameter private String database;
  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    server = RunningServer.start(data, PostgresServer.settings(database, data), Clock.systemUTC());
    api = server.client().users("ann", "ben", "cat");
    group = api.group("ann", "ben", "cat");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /// From ann to ben alone.
  private String toBen(String text) {
    return api.post(
            "/messages/chatgroups/users",
            "{\"from\":\"ann\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"},\"users\":[\"Ben\"]}"
                .formatted(group, text))
        .data()
        .get(group)
        .stringValue();
  }

  private JsonNode listed(String user) {
    return api.as(user).get("/users/" + user + "/user_channels").data().get("channel_infos");
  }

  private List<String> searched(String user) {
    return api.post(
            "/users/" + user + "/messages/search/get",
            "{\"data\":{\"keyword\":\"tea\",\"groupIds\":[\"" + group + "\"]}}")
        .ok()
        .get("data")
        .get("list")
        .valueStream()
        .map(hit -> hit.get("messageId").asString())
        .toList();
  }

  @Test
  void it_is_in_no_list_no_count_and_no_search_of_others() {
    String forAll = api.text("ann", group, "tea for all");
    String forBen = toBen("secret tea");

    JsonNode cats = listed("cat").get(0);
    assertThat(cats.at("/meta/id").stringValue()).isEqualTo(forAll);
    assertThat(cats.get("unread_num").intValue()).isEqualTo(1);
    assertThat(cats.toString()).doesNotContain("secret");
    JsonNode bens = listed("ben").get(0);
    assertThat(bens.at("/meta/id").stringValue()).isEqualTo(forBen);
    assertThat(bens.get("unread_num").intValue()).isEqualTo(2);
    assertThat(listed("ann").get(0).at("/meta/id").stringValue()).isEqualTo(forBen);
    assertThat(searched("cat")).containsExactly(forAll);
    assertThat(searched("ben")).containsExactlyInAnyOrder(forAll, forBen);
    assertThat(api.get("/users/cat/offline_msg_count").data().get("cat").intValue()).isEqualTo(1);
    assertThat(api.get("/users/ben/offline_msg_count").data().get("ben").intValue()).isEqualTo(2);
  }

  @Test
  void a_group_with_nothing_else_is_in_no_list_of_others() {
    toBen("secret");

    assertThat(listed("cat")).isEmpty();
    assertThat(listed("ben")).hasSize(1);
  }

  @Test
  void only_who_is_meant_and_offline_is_told_of_as_such() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      api.rule(
          "{\"name\":\"off\",\"url\":\"%s\",\"events\":[\"chat_offline\"]}".formatted(inbox.url()));
      toBen("secret");
      String last = api.text("ann", group, "for all");

      List<Received> told = inbox.next(3);
      assertThat(told.stream().map(one -> one.json().path("to").asString()))
          .containsExactlyInAnyOrder("ben", "ben", "cat");
      assertThat(
              told.stream()
                  .map(Received::json)
                  .filter(one -> one.path("to").asString().equals("cat"))
                  .map(one -> one.path("msg_id").asString()))
          .containsExactly(last);
    }
  }

  @Test
  void its_edit_and_its_recall_are_not_pushed_or_fetched_by_others() throws IOException {
    try (MSyncClient ben = loggedIn("ben");
        MSyncClient cat = loggedIn("cat")) {
      String forBen = toBen("secret");
      api.put(
              "/messages/rewrite/" + forBen,
              "{\"user\":\"ann\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"edited secret\"}}")
          .ok();
      api.recall(forBen, group, "ann");
      String last = api.text("ann", group, "for all");

      assertThat(chats(cat, last)).hasSize(1);
      assertThat(chats(ben, last)).as("the recall, and what came before it").hasSizeGreaterThan(1);
    }
    String forBen = toBen("second secret");
    api.put(
            "/messages/rewrite/" + forBen,
            "{\"user\":\"ann\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"edited secret\"}}")
        .ok();
    String last = api.text("ann", group, "for all again");
    try (MSyncClient cat = loggedIn("cat")) {
      assertThat(chats(cat, last).stream().map(meta -> meta.getPayload().toStringUtf8()))
          .isNotEmpty()
          .noneMatch(text -> text.contains("secret"));
    }
  }

  private MSyncClient loggedIn(String user) {
    return MSyncClient.asksForAll(
        server.url().replace("http:", "ws:") + "/ws", user, api.as(user).token());
  }

  /// What comes about messages, up to this one.
  private static List<Meta> chats(MSyncClient client, String last) {
    List<Meta> chats = new ArrayList<>();
    while (chats.stream().noneMatch(meta -> Long.toString(meta.getId()).equals(last))) {
      CommSyncDL sync = client.nextSync();
      if (sync.getMetasCount() > 0 && !sync.getIsLast()) {
        client.pull(sync.getQueue(), sync.getNextKey());
      }
      Stream.of(sync.getMetasList())
          .flatMap(List::stream)
          .filter(meta -> meta.getNs() == NameSpace.CHAT)
          .forEach(chats::add);
    }
    return chats;
  }
}
