package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What clients ask beside their socket, with the tokens of users, on both databases, of groups
/// whose ids are numbers or chosen by the app.
@ParameterizedClass
@CsvSource({"sqlite,", "postgresql,", "sqlite,team42", "postgresql,team42"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class ClientApiTest {

  @Parameter(0)
  private String database;

  @Parameter(1)
  private @Nullable String chosen;

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient app;
  private ApiClient ann;
  private ApiClient ben;
  private String group;

  @BeforeEach
  void start() {
    server = Databases.start(database, data);
    app = server.client().users("ann", "ben", "cat");
    ann = app.as("ann");
    ben = app.as("ben");
    group = chosen == null ? app.group("ann", "ben") : app.groupOf(chosen, "ann", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void the_list_has_what_is_unread_and_the_newest_message() {
    app.text("ann", group, "one");
    String second = app.text("ann", group, "two");

    JsonNode listed = channels(ben).get(0);
    assertThat(listed.get("channel_id").stringValue())
        .isEqualTo(RunningServer.APP + "_" + group + "@conference.easemob.com");
    assertThat(listed.get("unread_num").intValue()).isEqualTo(2);
    assertThat(listed.at("/meta/id").stringValue()).isEqualTo(second);
    assertThat(json(listed.at("/meta/payload").stringValue()).at("/bodies/0/msg").stringValue())
        .isEqualTo("two");
    assertThat(channels(ann).get(0).get("unread_num").intValue()).isZero();
    assertThat(channels(app.as("cat"))).isEmpty();
  }

  @Test
  void a_chat_of_two_is_named_by_the_other_one() {
    toUser("ann", "ben", "hi");

    assertThat(channels(ben).get(0).get("channel_id").stringValue())
        .isEqualTo(RunningServer.APP + "_ann@easemob.com");
    JsonNode session = sessions(ann, "").get(0);
    assertThat(session.get("session_to").stringValue()).isEqualTo("ben");
    assertThat(session.get("session_type").stringValue()).isEqualTo("chat");
  }

  @Test
  void pages_of_the_list_follow_each_other() {
    String other = app.group("ann", "ben");
    app.text("ann", group, "older");
    app.text("ann", other, "newer");

    assertThat(ids(ben.get("/users/ben/user_channels/page?pageNum=1&pageSize=1").data()))
        .containsExactly(other);
    assertThat(ids(ben.get("/users/ben/user_channels/page?pageNum=2&pageSize=1").data()))
        .containsExactly(group);
    assertThat(ids(ben.get("/users/ben/user_channels/page?pageNum=3&pageSize=1").data())).isEmpty();
    JsonNode first = ben.get("/sdk/user/ben/user_channels/list?limit=1").data();
    JsonNode second =
        ben.get(
                "/sdk/user/ben/user_channels/list?limit=1&cursor="
                    + first.get("cursor").stringValue())
            .data();
    assertThat(second.at("/channel_infos/0/session_to").stringValue()).isEqualTo(group);
  }

  @Test
  void a_conversation_is_pinned_and_marked_for_its_user_alone() {
    app.text("ann", group, "x");
    String target = "{\"type\":\"groupChat\",\"to\":\"" + group + "\"}";

    assertThat(ben.post("/sdk/user/ben/user_channel/top?resource=r", target).data().get("is_top"))
        .hasToString("true");
    ben.post(
            "/sdk/user/ben/user_channels/mark?resource=r",
            "{\"mark\":\"mark_3\",\"targets\":[" + target + "]}")
        .ok();

    JsonNode session = sessions(ben, "is_top=true").get(0);
    assertThat(session.get("is_top").booleanValue()).isTrue();
    assertThat(session.get("update_top_status_time").longValue()).isPositive();
    assertThat(session.get("marks")).hasToString("[\"mark_3\"]");
    assertThat(sessions(ann, "is_top=true")).isEmpty();
    assertThat(marked("mark_3")).hasSize(1);
    assertThat(marked("mark_4")).isEmpty();

    ben.delete("/sdk/user/ben/user_channel/top?type=groupChat&to=" + group + "&resource=r").ok();
    assertThat(sessions(ben, "is_top=true")).isEmpty();
    assertThat(sessions(ben, "").get(0).get("marks")).hasToString("[\"mark_3\"]");
  }

  private JsonNode marked(String mark) {
    return ben.get("/sdk/user/ben/user_channels/mark/search?mark=" + mark)
        .data()
        .get("channel_infos");
  }

  @Test
  void a_removed_conversation_comes_back_with_the_next_message() {
    app.text("ann", group, "one");
    String body = "{\"channel\":\"%s\",\"type\":\"groupchat\",\"delete_roam\":%s}";

    ben.call("DELETE", "/user/ben/user_channel?resource=r", body.formatted(group, false)).ok();
    assertThat(channels(ben)).isEmpty();
    assertThat(texts(history(ben, "ben", group, ""))).containsExactly("one");
    assertThat(channels(ann)).hasSize(1);

    app.text("ann", group, "two");
    assertThat(channels(ben).get(0).get("unread_num").intValue()).isEqualTo(1);

    ben.call("DELETE", "/user/ben/user_channel?resource=r", body.formatted(group, true)).ok();
    assertThat(texts(history(ben, "ben", group, ""))).isEmpty();
    assertThat(texts(history(ann, "ann", group, ""))).containsExactly("two", "one");
  }

  @Test
  void history_goes_back_page_by_page_and_forward_too() {
    List.of("1", "2", "3", "4", "5").forEach(text -> app.text("ann", group, text));

    JsonNode first = history(ben, "ben", group, ",\"pull_number\":2");
    assertThat(texts(first)).containsExactly("5", "4");
    assertThat(first.get("is_last").booleanValue()).isFalse();
    JsonNode second =
        history(ben, "ben", group, ",\"pull_number\":2,\"start\":\"%s\"".formatted(key(first)));
    assertThat(texts(second)).containsExactly("3", "2");
    JsonNode third =
        history(ben, "ben", group, ",\"pull_number\":2,\"start\":\"%s\"".formatted(key(second)));
    assertThat(texts(third)).containsExactly("1");
    assertThat(third.get("is_last").booleanValue()).isTrue();

    JsonNode up = history(ben, "ben", group, ",\"pull_number\":4,\"is_positive\":true");
    assertThat(texts(up)).containsExactly("1", "2", "3", "4");
    assertThat(
            texts(
                history(ben, "ben", group, ",\"is_positive\":true,\"start\":\"" + key(up) + "\"")))
        .containsExactly("5");
  }

  private static String key(JsonNode page) {
    return page.get("next_key").stringValue();
  }

  @Test
  void history_can_be_narrowed_by_kind_sender_and_time() {
    app.text("ann", group, "from ann");
    app.text("ben", group, "from ben");
    toGroup("custom", "{\"customEvent\":\"e\",\"customExts\":{\"a\":\"b\"}}");
    toGroup("cmd", "{\"action\":\"typing\"}");

    assertThat(history(ann, "ann", group, "").get("msgs")).hasSize(3);
    assertThat(history(ann, "ann", group, ",\"msgType\":\"custom,img\"").get("msgs")).hasSize(1);
    assertThat(texts(history(ann, "ann", group, ",\"userId\":\"ben\"")))
        .containsExactly("from ben");
    assertThat(texts(history(ann, "ann", group, ",\"userIds\":[\"ben\"]")))
        .containsExactly("from ben");
    assertThat(history(ann, "ann", group, ",\"endTime\":1000").get("msgs")).isEmpty();
    assertThat(history(ann, "ann", group, ",\"startTime\":1000").get("msgs")).hasSize(3);
    assertThat(history(ann, "ann", group, ",\"startTime\":4102444800000").get("msgs")).isEmpty();
  }

  @Test
  void history_shows_edits_and_threads_and_no_recalled_message() throws Exception {
    String parent = app.text("ann", group, "parent");
    String gone = app.text("ann", group, "gone");
    String thread = app.thread(group, parent, "the thread", "ann");
    String last = app.text("ben", thread, "in the thread");
    app.put(
            "/messages/rewrite/" + parent,
            "{\"user\":\"ann\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"edited\"}}")
        .ok();
    app.recall(gone, group, "ann");

    JsonNode page = history(ann, "ann", group, "");
    assertThat(texts(page)).containsExactly("edited");
    JsonNode meta = json(body(page, 0).getMeta());
    assertThat(meta.at("/edit_msg/count").intValue()).isEqualTo(1);
    assertThat(meta.at("/thread_overview/id").stringValue()).isEqualTo(thread);
    assertThat(meta.at("/thread_overview/message_count").intValue()).isEqualTo(1);
    assertThat(meta.at("/thread_overview/last_message/id").stringValue()).isEqualTo(last);
    JsonNode inThread = history(ben, "ben", thread, "");
    assertThat(texts(inThread)).containsExactly("in the thread");
    assertThat(json(body(inThread, 0).getMeta()).at("/thread/msg_parent_id").stringValue())
        .isEqualTo(parent);
  }

  @Test
  void history_is_for_those_who_are_in() {
    app.text("ann", group, "secret");
    toUser("ann", "ben", "private");

    app.as("cat")
        .post("/users/cat/messageroaming", roaming(group + "@conference.easemob.com", ""))
        .isError(404, "resource_not_found", "user: cat doesn't exist in group: " + group);
    assertThat(
            app.as("cat")
                .post("/users/cat/messageroaming", roaming("ann@easemob.com", ""))
                .data()
                .get("msgs"))
        .isEmpty();
    assertThat(ben.post("/users/ann/messageroaming", roaming("ben@easemob.com", "")).status())
        .isEqualTo(403);
    assertThat(texts(ben.post("/users/ben/messageroaming", roaming("ann@easemob.com", "")).data()))
        .containsExactly("private");
  }

  @Test
  void what_a_user_erases_others_still_see() {
    String one = app.text("ann", group, "one");
    app.text("ann", group, "two");
    String path = "/sdk/message/roaming/group/user/ben?groupId=" + group;

    ben.delete(path + "&msgIdList=" + one + "&resource=r").ok();
    assertThat(texts(history(ben, "ben", group, ""))).containsExactly("two");
    assertThat(channels(ben).get(0).get("unread_num").intValue()).isEqualTo(1);
    assertThat(texts(history(ann, "ann", group, ""))).containsExactly("two", "one");

    long now = 4_102_444_800_000L;
    ben.delete(path.replace("?", "/time?") + "&delTime=" + now + "&&resource=r").ok();
    assertThat(texts(history(ben, "ben", group, ""))).isEmpty();
    app.text("ann", group, "three");
    assertThat(texts(history(ben, "ben", group, ""))).containsExactly("three");
    ben.delete(path + "&msgIdList=" + "1,".repeat(51))
        .isError(400, "param exception", "delete msg list limit can not greater than 50");
  }

  @Test
  void a_pinned_message_is_pinned_for_all() {
    String one = app.text("ann", group, "one");
    String two = app.text("ann", group, "two");
    String pins = "/sdk/user/%s/user_channel/pin";
    String body = "{\"to\":\"%s\",\"type\":\"groupChat\",\"pin_msg_id\":\"%s\"}";

    ann.post(pins.formatted("ann") + "?resource=r", body.formatted(group, one)).ok();
    ben.post(pins.formatted("ben") + "?resource=r", body.formatted(group, two)).ok();

    JsonNode listed = pins(ben);
    assertThat(listed.valueStream().map(pin -> pin.get("pin_msg_id").stringValue()))
        .containsExactlyInAnyOrder(one, two);
    assertThat(listed.valueStream().map(pin -> pin.get("pin_operator").stringValue()))
        .containsExactlyInAnyOrder("ann", "ben");
    assertThat(json(listed.get(0).at("/message/payload").stringValue()).get("type").stringValue())
        .isEqualTo("groupchat");

    ben.call("DELETE", pins.formatted("ben") + "?resource=r", body.formatted(group, one)).ok();
    app.recall(two, group, "ann");
    assertThat(pins(ann)).isEmpty();
    assertThat(ann.post(pins.formatted("ann"), body.formatted(group, "12345")).status())
        .isEqualTo(404);
  }

  private JsonNode pins(ApiClient client) {
    String user = client == ann ? "ann" : "ben";
    return client
        .get("/sdk/user/%s/user_channel/pin?to=%s&type=groupChat&limit=10".formatted(user, group))
        .data()
        .get("msg_infos");
  }

  @Test
  void the_newest_message_of_threads_is_shown_to_members_of_their_group() {
    String thread = app.thread(group, app.text("ann", group, "parent"), "t", "ann");
    String body = "{\"threadIds\":[\"%s\",\"1\"]}".formatted(thread);

    assertThat(ben.post("/thread/message", body).at("/entities/0/last_message")).hasToString("{}");
    String last = app.text("ben", thread, "hello");
    JsonNode shown = ben.post("/thread/message", body).ok().get("entities");
    assertThat(shown).hasSize(1);
    assertThat(shown.at("/0/thread_id").stringValue()).isEqualTo(thread);
    assertThat(shown.at("/0/last_message/id").stringValue()).isEqualTo(last);
    assertThat(shown.at("/0/last_message/payload/bodies/0/msg").stringValue()).isEqualTo("hello");
    assertThat(app.as("cat").post("/thread/message", body).ok().get("entities")).isEmpty();
  }

  @Test
  void notification_settings_are_kept() {
    String settings = "/users/ben/notification/";
    ben.put(settings + "chatgroup/" + group + "?resource=r", "{\"type\":\"AT\"}").ok();
    ben.put(settings + "user/ann?resource=r", "{\"type\":\"NONE\"}").ok();
    ben.put(settings + "user/ben?resource=r", "{\"ignoreInterval\":\"21:30-8:0\"}").ok();

    JsonNode several = ben.get("/users/ben/notification?user=ann,cat&group=" + group).data();
    assertThat(several.at("/user/ann/type").stringValue()).isEqualTo("NONE");
    assertThat(several.at("/user/cat")).hasToString("{}");
    assertThat(several.get("group").get(group).get("type").stringValue()).isEqualTo("AT");
    assertThat(ben.get(settings + "user/ben").data().get("ignoreInterval").stringValue())
        .isEqualTo("21:30-8:0");
    assertThat(ann.get("/users/ann/notification?user=ben&group=").data())
        .hasToString("{\"user\":{\"ben\":{}},\"group\":{}}");
  }

  private JsonNode channels(ApiClient client) {
    String user = client == ann ? "ann" : client == ben ? "ben" : "cat";
    return client.get("/users/" + user + "/user_channels").data().get("channel_infos");
  }

  private JsonNode sessions(ApiClient client, String query) {
    String user = client == ann ? "ann" : "ben";
    return client
        .get("/sdk/user/" + user + "/user_channels/list?limit=50&" + query)
        .data()
        .get("channel_infos");
  }

  private static List<String> ids(JsonNode data) {
    return data.get("channel_infos")
        .valueStream()
        .map(info -> info.get("channel_id").stringValue())
        .map(id -> id.substring(id.indexOf('_') + 1, id.indexOf('@')))
        .toList();
  }

  private void toUser(String from, String to, String text) {
    app.post(
            "/messages/users",
            "{\"from\":\"%s\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
                .formatted(from, to, text))
        .ok();
  }

  private void toGroup(String type, String body) {
    app.post(
            "/messages/chatgroups",
            "{\"from\":\"ann\",\"to\":[\"%s\"],\"type\":\"%s\",\"body\":%s}"
                .formatted(group, type, body))
        .ok();
  }

  private static JsonNode history(ApiClient client, String user, String id, String more) {
    return client
        .post("/users/" + user + "/messageroaming", roaming(id + "@conference.easemob.com", more))
        .data();
  }

  private static String roaming(String queue, String more) {
    return "{\"queue\":\"" + queue + "\"" + more + "}";
  }

  private static List<String> texts(JsonNode page) {
    return page.get("msgs")
        .valueStream()
        .map(message -> body(message).getContents(0).getText())
        .toList();
  }

  private static MessageBody body(JsonNode page, int index) {
    return body(page.get("msgs").get(index));
  }

  private static MessageBody body(JsonNode message) {
    try {
      Meta meta = Meta.parseFrom(Base64.getDecoder().decode(message.get("msg").stringValue()));
      return MessageBody.parseFrom(meta.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(String text) {
    return ApiClient.JSON.readTree(text);
  }

  private static final class Databases {
    static RunningServer start(String database, Path data) {
      return database.equals("sqlite")
          ? RunningServer.start(data, Map.of("store.database", ""), java.time.Clock.systemUTC())
          : RunningServer.start(
              data,
              dev.weft.storage.postgres.PostgresServer.settings(data),
              java.time.Clock.systemUTC());
    }
  }
}
