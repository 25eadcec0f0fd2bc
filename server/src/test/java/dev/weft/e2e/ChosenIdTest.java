package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.AppKey;
import dev.weft.e2e.ApiClient.Reply;
import dev.weft.e2e.Inbox.Received;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.Jid;
import dev.weft.msync.Meta;
import dev.weft.msync.MucBody;
import dev.weft.msync.NameSpace;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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

/// Groups and rooms have the ids that apps choose, wherever an id goes, on both databases.
@Timeout(120)
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class ChosenIdTest {

  private static final String LONGEST =
      "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqr";
  private static final String UNFIT =
      "400 invalid_parameter: some of [groupid] are not valid fields";

  @Parameter private String database;
  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(data, PostgresServer.settings(database, data), Clock.systemUTC());
    api = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private Reply create(String id) {
    return api.post(
        "/chatgroups", "{\"groupid\":\"%s\",\"public\":true,\"owner\":\"ann\"}".formatted(id));
  }

  @Test
  void every_call_about_a_group_takes_and_answers_it() {
    api.users("ann", "ben", "cat");
    String group = api.groupOf(LONGEST, "ann", "ben");
    String path = "/chatgroups/" + group;

    assertThat(group).isEqualTo(LONGEST).hasSize(64);
    assertThat(api.get(path).at("/data/0/id").stringValue()).isEqualTo(group);
    assertThat(api.get("/chatgroups").at("/data/0/groupid").stringValue()).isEqualTo(group);
    assertThat(api.get("/chatgroups/user/ben").at("/entities/0/groupId").stringValue())
        .isEqualTo(group);
    assertThat(api.get("/users/ben/joined_chatgroups").at("/data/0/groupid").stringValue())
        .isEqualTo(group);
    assertThat(api.post(path + "/users/cat", "").at("/data/groupid").stringValue())
        .isEqualTo(group);
    assertThat(api.get(path + "/users").at("/data")).hasSize(3);
    assertThat(api.get(path + "/user/cat/is_joined").at("/data").booleanValue()).isTrue();
    api.put(path, "{\"groupname\":\"renamed\",\"newowner\":\"ben\"}").ok();
    api.post(path + "/admin", "{\"newadmin\":\"ann\"}").ok();
    api.post(path + "/mute", "{\"usernames\":[\"cat\"],\"mute_duration\":-1}").ok();
    assertThat(api.get(path + "/mute").at("/data/0/user").stringValue()).isEqualTo("cat");
    api.put("/metadata/chatgroup/" + group + "/user/cat", "{\"metaData\":{\"k\":\"v\"}}").ok();
    assertThat(api.get("/metadata/chatgroup/" + group + "/user/cat").at("/data/k").stringValue())
        .isEqualTo("v");
    assertThat(api.delete(path + "/users/cat").at("/data/groupid").stringValue()).isEqualTo(group);
    assertThat(api.delete(path).at("/data/groupid").stringValue()).isEqualTo(group);
    assertThat(api.get(path).error())
        .isEqualTo("404 resource_not_found: grpID %s does not exist!".formatted(group));
  }

  @Test
  void messages_threads_and_callbacks_carry_it() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      api.users("ann", "ben");
      api.rule(
          "{\"name\":\"all\",\"url\":\"%s\",\"events\":[\"thread\",\"message\",\"recall\",\"group\"]}"
              .formatted(inbox.url()));
      String group = api.groupOf("team42", "ann", "ben");
      assertThat(inbox.next().json().path("id").asString()).isEqualTo(group);

      String parent = api.text("ann", group, "hello");
      JsonNode sent = inbox.next().json();
      assertThat(sent.path("to").asString()).isEqualTo(group);
      assertThat(sent.path("group_id").asString()).isEqualTo(group);
      assertThat(sent.at("/payload/to").asString()).isEqualTo(group);

      String thread = api.thread(group, parent, "t", "ann");
      api.text("ben", thread, "in the thread");
      List<Received> both = inbox.next(2);
      JsonNode changed = both.getLast().json();
      assertThat(changed.path("to").asString()).isEqualTo(group);
      assertThat(changed.at("/payload/data/muc_parent_id").asString()).isEqualTo(group);
      assertThat(
              changed.at("/payload/data/last_message/payload/meta/thread/muc_parent_id").asString())
          .isEqualTo(group);

      api.recall(parent, group, "ann");
      assertThat(inbox.next().json().path("to").asString()).isEqualTo(group);
      assertThat(api.get("/threads/user/ben").at("/entities")).isEmpty();
      assertThat(
              api.get("/threads/chatgroups/%s/user/ann".formatted(group))
                  .at("/entities/0/groupId")
                  .asString())
          .isEqualTo(group);
      assertThat(api.get("/conversations/" + group + "/messages").status()).isEqualTo(200);
    }
  }

  @Test
  void rules_and_the_search_find_by_it() throws IOException {
    try (Inbox inbox = Inbox.open()) {
      api.users("ann", "ben");
      String group = api.groupOf("team42", "ann", "ben");
      String other = api.groupOf("team43", "ann", "ben");
      api.rule(
          "{\"name\":\"one\",\"url\":\"%s\",\"events\":[\"message\"],\"group_ids\":[\"%s\"]}"
              .formatted(inbox.url(), group));
      api.text("ann", other, "tea there");
      String tea = api.text("ann", group, "tea here");

      assertThat(inbox.next().json().path("msg_id").asString()).isEqualTo(tea);
      JsonNode found =
          api.post(
                  "/users/ben/messages/search/get",
                  "{\"data\":{\"keyword\":\"tea\",\"groupIds\":[\"" + group + "\"]}}")
              .ok()
              .get("data")
              .get("list");
      assertThat(found).hasSize(1);
      assertThat(found.get(0).get("messageId").asString()).isEqualTo(tea);
      assertThat(found.get(0).toString()).contains("\"" + group + "\"");
    }
  }

  @Test
  void a_client_talks_in_such_a_group() throws IOException {
    api.users("ann", "ben", "cat");
    String group = api.groupOf("team42", "ann", "ben");
    try (MSyncClient ann = loggedIn("ann");
        MSyncClient ben = loggedIn("ben")) {
      ann.text(7, group, "hello");
      Meta heard = next(ben, NameSpace.CHAT);
      assertThat(heard.getTo().getName()).isEqualTo(group);

      api.post("/chatgroups/" + group + "/users/cat", "").ok();
      MucBody joined = MucBody.parseFrom(next(ben, NameSpace.MUC).getPayload());
      assertThat(joined.getMucId().getName()).isEqualTo(group);

      String thread = api.thread(group, Long.toString(heard.getId()), "t", "ann");
      Meta made = next(ben, NameSpace.NOTIFY);
      JsonNode notice = ApiClient.JSON.readTree(made.getPayload().toStringUtf8());
      assertThat(made.getTo().getName()).isEqualTo(group);
      assertThat(notice.at("/data/id").asString()).isEqualTo(thread);
      assertThat(notice.at("/data/muc_parent_id").asString()).isEqualTo(group);
    }
    String missed = api.text("ann", group, "while they are away");
    try (MSyncClient ben = MSyncClient.connect(socket())) {
      var _ = ben.logIn("ben", "r", token("ben"));
      ben.unread();
      Jid queue =
          ben.awaitUnread().getUnreadList().stream()
              .map(unread -> unread.getQueue())
              .filter(one -> one.getName().equals(group))
              .findFirst()
              .orElseThrow();
      ben.pull(queue, 0);
      assertThat(ben.nextSync().getMetasList())
          .extracting(meta -> Long.toString(meta.getId()))
          .contains(missed);
    }
  }

  private String socket() {
    return server.url().replace("http:", "ws:") + "/ws";
  }

  private String token(String user) {
    return api.as(user).token();
  }

  private MSyncClient loggedIn(String user) {
    return MSyncClient.asksForAll(socket(), user, token(user));
  }

  /// The next of this kind that somebody else has caused.
  private static Meta next(MSyncClient client, int kind) {
    while (true) {
      CommSyncDL sync = client.nextSync();
      if (sync.getMetasCount() > 0 && !sync.getIsLast()) {
        client.pull(sync.getQueue(), sync.getNextKey());
      }
      for (Meta meta : sync.getMetasList()) {
        if (meta.getNs() == kind) {
          return meta;
        }
      }
    }
  }

  @Test
  void a_room_has_one_too() {
    api.users("ann", "ben");
    String body =
        "{\"roomid\":\"stage1\",\"name\":\"n\",\"description\":\"d\",\"owner\":\"ann\","
            + "\"members\":[\"ben\"]}";
    assertThat(api.post("/chatrooms", body).at("/data/id").stringValue()).isEqualTo("stage1");

    assertThat(api.post("/chatrooms", body).error())
        .isEqualTo("400 illegal_argument: group ID stage1 already exists!");
    assertThat(api.get("/chatrooms/stage1").at("/data/0/id").stringValue()).isEqualTo("stage1");
    assertThat(api.get("/users/ben/joined_chatrooms").at("/data/0/id").asString())
        .isEqualTo("stage1");
    assertThat(
            api.post(
                    "/messages/chatrooms",
                    "{\"from\":\"ann\",\"to\":[\"stage1\"],\"type\":\"txt\",\"body\":{\"msg\":\"x\"}}")
                .data()
                .get("stage1")
                .stringValue())
        .matches("[0-9]{18,19}");
    assertThat(create("stage1").error())
        .as("groups and rooms share their ids")
        .isEqualTo("400 illegal_argument: group ID stage1 already exists!");
  }

  @Test
  void what_is_no_id_is_refused() {
    api.users("ann");
    String group = api.group("ann");
    String message = api.text("ann", group, "x");
    String thread = api.thread(group, message, "t", "ann");
    for (String id :
        List.of(
            "",
            "a".repeat(65),
            "1".repeat(65),
            "a/b",
            "..",
            ".",
            "%2e%2e",
            "群",
            "Team42",
            "TEAM42",
            "team_42",
            "team-42",
            "team 42",
            "a,b",
            "a\\\\b",
            "a;b",
            "a\\u0000",
            "-1",
            "+1",
            "007",
            "user",
            "ﬁ",
            "٣",
            "999999999999999")) {
      assertThat(create(id).error()).as(id).isEqualTo(UNFIT);
    }
    for (String taken : List.of(group, thread, message)) {
      assertThat(create(taken).error())
          .isEqualTo("400 illegal_argument: group ID %s already exists!".formatted(taken));
    }
    assertThat(api.get("/chatgroups").at("/data")).hasSize(1);
    assertThat(api.get("/chatgroups/..%2f").status()).isEqualTo(404);
    assertThat(api.get("/chatgroups/TEAM42").status()).isEqualTo(404);
  }

  @Test
  void apps_do_not_meet_in_it() {
    AppKey otherKey = new AppKey("easemob-demo", "other");
    server.ensureApp(otherKey);
    ApiClient stranger = ApiClient.stranger(server.url(), otherKey.org() + "/" + otherKey.app());
    ApiClient other =
        stranger.withToken(
            stranger
                .post(
                    "/token",
                    "{\"grant_type\":\"client_credentials\",\"client_id\":\"%s\",\"client_secret\":\"%s\"}"
                        .formatted(
                            RunningServer.CREDENTIALS.clientId(),
                            RunningServer.CREDENTIALS.clientSecret()))
                .ok()
                .get("access_token")
                .stringValue());
    Stream.of(api, other).forEach(app -> app.users("ann"));
    api.groupOf("team42", "ann");
    String secret = api.text("ann", "team42", "secret");

    assertThat(other.get("/chatgroups/team42").status()).isEqualTo(404);
    other.groupOf("team42", "ann");
    assertThat(other.get("/conversations/team42/messages").at("/data")).isEmpty();
    other.delete("/chatgroups/team42").ok();
    assertThat(api.get("/conversations/team42/messages").at("/data/0/msg_id").asString())
        .isEqualTo(secret);
  }

  @Test
  void numbers_go_on_growing_after_a_restart() throws IOException {
    api.users("ann");
    api.groupOf("team42", "ann");
    stop();
    start();

    String group = api.group("ann");
    assertThat(group).matches("5[0-9]{14}");
    assertThat(api.text("ann", "team42", "x")).matches("[12][0-9]{18}");
  }
}
