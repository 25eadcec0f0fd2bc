package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.storage.postgres.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// One message in chunks, as a bot writes it, on both databases.
@Timeout(180)
@ParameterizedClass
@ValueSource(strings = {"sqlite", "postgresql"})
@SuppressWarnings("NullAway.Init") // JUnit fills the fields in.
class StreamMessageTest {

  private static final int START = 0;
  private static final int START_COMPLETED = 1;
  private static final int IN_PROGRESS = 2;
  private static final int COMPLETED = 3;
  private static final int FULL = 4;

  @Parameter private String database;
  @TempDir private Path data;
  private final TestClock clock = new TestClock();
  private RunningServer server;
  private Inbox inbox;
  private ApiClient api;
  private ClientFixture clients;
  private String group;

  @BeforeEach
  void start() throws IOException {
    server = RunningServer.start(data, PostgresServer.settings(database, data), clock);
    inbox = Inbox.open();
    api = server.client();
    clients = ClientFixture.of(server);
    clients.register("ann", "ben", "bot");
    group = api.group("ann", "ben", "bot");
    api.rule(
        "{\"name\":\"all\",\"url\":\"%s\",\"events\":[\"message\",\"thread\",\"edit\",\"recall\"]}"
            .formatted(inbox.url()));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    inbox.close();
  }

  private ApiClient.Reply send(String kind, String to, String body) {
    return api.post(
        "/stream_message/" + kind,
        "{\"from\":\"bot\",\"to\":\"%s\",\"body\":{%s}}".formatted(to, body));
  }

  private String begin(String text) {
    return api.post(
            "/stream_message/chatgroup",
            ("{\"from\":\"bot\",\"to\":\"%s\",\"ext\":{\"k\":1},"
                    + "\"body\":{\"msg\":\"%s\",\"seq\":0,\"type\":\"markdown\"}}")
                .formatted(group, text))
        .data()
        .get("msgId")
        .stringValue();
  }

  private ApiClient.Reply goOn(String id, int seq, String text) {
    return send(
        "chatgroup", group, "\"msgId\":\"%s\",\"seq\":%d,\"msg\":\"%s\"".formatted(id, seq, text));
  }

  private ApiClient.Reply end(String id, int seq, String text) {
    return send(
        "chatgroup",
        group,
        "\"msgId\":\"%s\",\"seq\":%d,\"msg\":\"%s\",\"finish\":true,\"finishReason\":7"
            .formatted(id, seq, text));
  }

  private static String refusal(ApiClient.Reply reply) {
    return reply.body().path("error_code").asInt() + " " + reply.error();
  }

  private String history(String user) {
    JsonNode newest =
        api.as(user)
            .post(
                "/users/" + user + "/messageroaming",
                "{\"queue\":\"%s@conference.easemob.com\",\"start\":-1,\"end\":-1,\"pull_number\":1}"
                    .formatted(group))
            .data()
            .at("/msgs/0/msg");
    try {
      Meta meta = Meta.parseFrom(newest.binaryValue());
      MessageBody body = MessageBody.parseFrom(meta.getPayload());
      return seen(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String seen(MessageBody body) {
    return "%d:%d:%s"
        .formatted(
            body.getStream().getStreamSeq(),
            body.hasStream() ? body.getStream().getStreamStatus() : -1,
            body.getContents(0).getText());
  }

  /// What a device gets of one message, until there are `count`.
  private static List<String> got(MSyncClient device, String id, int count) {
    List<String> seen = new ArrayList<>();
    while (seen.size() < count) {
      CommSyncDL frame = device.nextSync();
      for (Meta meta : frame.getMetasList()) {
        if (Long.toUnsignedString(meta.getId()).equals(id)) {
          seen.add(seen(body(meta)));
        }
      }
      if (!frame.getIsLast()) {
        device.pull(frame.getQueue(), frame.getNextKey());
      }
    }
    return seen;
  }

  private static MessageBody body(Meta meta) {
    try {
      return MessageBody.parseFrom(meta.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> fetched(MSyncClient device, String id) {
    return device.catchUp().stream()
        .filter(meta -> Long.toUnsignedString(meta.getId()).equals(id))
        .map(meta -> seen(body(meta)))
        .toList();
  }

  @Test
  void devices_get_each_chunk_and_history_has_the_whole_text() {
    try (MSyncClient device = clients.loggedIn("ben")) {
      device.catchUp();
      String id = begin("once ");
      // A gap in the caller's numbers is none to clients.
      assertThat(goOn(id, 5, "upon ").data()).isEmpty();
      end(id, 6, "a time").ok();

      assertThat(got(device, id, 3))
          .containsExactly(
              "0:" + START + ":once ", "1:" + IN_PROGRESS + ":upon ", "2:" + COMPLETED + ":a time");
    }
    assertThat(history("ann")).isEqualTo("2:" + FULL + ":once upon a time");
  }

  @Test
  void who_was_away_gets_the_whole_message_once() {
    try (MSyncClient device = clients.loggedIn("ben")) {
      device.catchUp();
    }
    String id = begin("once ");
    goOn(id, 1, "upon ").ok();
    end(id, 2, "a time").ok();

    try (MSyncClient device = clients.loggedIn("ben")) {
      assertThat(fetched(device, id)).containsExactly("2:" + FULL + ":once upon a time");
    }
  }

  @Test
  void who_was_away_in_the_middle_gets_the_whole_text_over_what_it_has() {
    String id;
    try (MSyncClient device = clients.loggedIn("ben")) {
      device.catchUp();
      id = begin("once ");
      assertThat(got(device, id, 1)).containsExactly("0:" + START + ":once ");
      assertThat(device.catchUp()).isEmpty();
    }
    goOn(id, 1, "upon ").ok();
    end(id, 2, "a time").ok();

    try (MSyncClient device = clients.loggedIn("ben")) {
      assertThat(fetched(device, id)).containsExactly("2:" + FULL + ":once upon a time");
    }
  }

  @Test
  void one_chunk_may_be_all() {
    try (MSyncClient device = clients.loggedIn("ben")) {
      device.catchUp();
      String id =
          send("user", "ben", "\"msg\":\"all\",\"seq\":0,\"finish\":true")
              .data()
              .get("msgId")
              .stringValue();

      assertThat(got(device, id, 1)).containsExactly("0:" + START_COMPLETED + ":all");
    }
  }

  @Test
  void gives_no_callback_and_its_sender_no_chunk() {
    try (MSyncClient device = clients.loggedIn("bot")) {
      device.catchUp();
      String id = begin("once ");
      end(id, 1, "more").ok();
      String live = api.text("ann", group, "new");

      assertThat(inbox.next().json().at("/msg_id").stringValue()).isEqualTo(live);
      assertThat(got(device, live, 1)).containsExactly("0:-1:new");
    }
  }

  @Test
  void every_rule_has_its_error() {
    String id = begin("x");

    assertThat(refusal(goOn("1", 1, "x")))
        .isEqualTo("14031 400 message_send_error: can not find stream message by msgId");
    assertThat(refusal(goOn(id, 0, "x")))
        .isEqualTo("14038 400 message_send_error: stream message chunk seq too small");
    assertThat(refusal(goOn(id, -1, "x")))
        .isEqualTo("14030 400 message_send_error: param body.seq is illegal");
    assertThat(refusal(send("chatgroup", "1", "\"msgId\":\"" + id + "\",\"seq\":1,\"msg\":\"x\"")))
        .isEqualTo("14037 400 message_send_error: stream message to mismatch");
    assertThat(
            refusal(
                api.post(
                    "/stream_message/chatgroup",
                    ("{\"from\":\"ann\",\"to\":\"%s\",\"body\":{\"msgId\":\"%s\",\"seq\":1,"
                            + "\"msg\":\"x\"}}")
                        .formatted(group, id))))
        .isEqualTo("14036 400 message_send_error: stream message from user mismatch");
    assertThat(refusal(api.post("/stream_message/user", "{\"from\":\"\",\"to\":\"ben\"}")))
        .isEqualTo("14001 400 message_send_error: param from can't be empty");
    assertThat(refusal(api.post("/stream_message/user", "{\"from\":\"bot\"}")))
        .isEqualTo("14002 400 message_send_error: param to can't be empty");
    assertThat(refusal(api.post("/stream_message/user", "{\"from\":\"bot\",\"to\":\"ben\"}")))
        .isEqualTo("14005 400 message_send_error: param body can't be empty");
    end(id, 1, "y").ok();
    assertThat(refusal(goOn(id, 2, "z")))
        .isEqualTo("14035 400 message_send_error: stream message has already finished");
    assertThat(api.as("ann").post("/stream_message/chatgroup", "{}").status()).isEqualTo(401);
  }

  @Test
  void a_text_that_grows_too_long_ends_with_what_there_is() {
    String id = begin("x".repeat(131_000));

    assertThat(refusal(goOn(id, 1, "y".repeat(73))))
        .isEqualTo("14032 400 message_send_error: stream message total length exceeds limit");
    assertThat(refusal(goOn(id, 1, "y")))
        .isEqualTo("14032 400 message_send_error: stream message total length exceeds limit");
    assertThat(history("ann")).isEqualTo("1:" + FULL + ":" + "x".repeat(131_000));
  }

  @Test
  void a_silent_bot_ends_the_stream_and_devices_learn_why() {
    try (MSyncClient device = clients.loggedIn("ben")) {
      device.catchUp();
      String id = begin("once ");
      goOn(id, 1, "upon").ok();
      assertThat(got(device, id, 2)).hasSize(2);
      clock.advance(Duration.ofSeconds(31));
      server.clockMoved();

      assertThat(got(device, id, 1)).containsExactly("2:" + FULL + ":once upon");
      assertThat(refusal(goOn(id, 2, "late")))
          .isEqualTo("14033 400 message_send_error: stream message chunk interval timeout");
    }
    assertThat(history("ann")).isEqualTo("2:" + FULL + ":once upon");
  }

  @Test
  void a_stream_ends_after_half_an_hour() {
    String id = begin("0");
    for (int minute = 1; minute <= 62; minute++) {
      clock.advance(Duration.ofSeconds(29));
      goOn(id, minute, "x").ok();
    }
    clock.advance(Duration.ofSeconds(29));

    assertThat(refusal(goOn(id, 63, "x")))
        .isEqualTo("14034 400 message_send_error: stream message total timeout");
  }

  @Test
  void what_was_answered_is_there_after_a_restart() throws IOException {
    String id = begin("once ");
    goOn(id, 1, "upon ").ok();
    server.close();
    server = RunningServer.start(data, PostgresServer.settings(database, data), clock);
    api = server.client();

    assertThat(refusal(goOn(id, 1, "again")))
        .isEqualTo("14038 400 message_send_error: stream message chunk seq too small");
    end(id, 2, "a time").ok();
    assertThat(history("ann")).isEqualTo("2:" + FULL + ":once upon a time");
  }

  @Test
  void a_recalled_message_takes_no_more_and_an_edited_one_keeps_the_edit() {
    String recalled = begin("once ");
    api.post(
            "/messages/msg_recall",
            "{\"msg_id\":\"%s\",\"to\":\"%s\",\"chat_type\":\"groupchat\",\"from\":\"bot\",\"force\":true}"
                .formatted(recalled, group))
        .ok();
    assertThat(refusal(goOn(recalled, 1, "x"))).startsWith("14031");

    String edited = begin("once ");
    api.put(
            "/messages/rewrite/" + edited,
            "{\"user\":\"bot\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"better\"}}")
        .ok();
    end(edited, 1, "more").ok();
    assertThat(history("ann")).isEqualTo("1:" + FULL + ":better");
  }

  @Test
  void no_word_of_a_stream_outlives_its_recall_or_its_sender() throws Exception {
    String recalled = begin("once ");
    goOn(recalled, 1, "secret in a group").ok();
    String ended = begin("once ");
    end(ended, 1, "secret at the end").ok();
    String erased =
        send("user", "ben", "\"msg\":\"once \",\"seq\":0").data().get("msgId").stringValue();
    send("user", "ben", "\"msgId\":\"%s\",\"seq\":1,\"msg\":\"secret of a bot\"".formatted(erased))
        .ok();
    String kept =
        api.post(
                "/stream_message/chatgroup",
                "{\"from\":\"ann\",\"to\":\"%s\",\"body\":{\"msg\":\"harmless\",\"seq\":0}}"
                    .formatted(group))
            .data()
            .get("msgId")
            .stringValue();
    assertThat(kept).isNotEmpty();
    assertThat(keptWith("secret")).isEqualTo(6);

    api.recall(recalled, group, "bot");
    assertThat(keptWith("secret")).isEqualTo(4);
    api.post("/rest/message/roaming/user/bot/delete/all", "{}").ok();
    assertThat(keptWith("secret")).isZero();
    assertThat(history("ann")).isEqualTo("0:" + -1 + ":harmless");
  }

  /// How many messages, chunks and entries of timelines have this in them.
  private long keptWith(String words) throws SQLException {
    String url =
        PostgresServer.settings(database, data)
            .getOrDefault("store.database", "jdbc:sqlite:" + data.resolve("weft.db"));
    long found = 0;
    try (Connection store = DriverManager.getConnection(url);
        Statement statement = store.createStatement()) {
      for (String column :
          List.of("data FROM timeline", "text FROM stream_chunks", "body FROM messages")) {
        ResultSet rows = statement.executeQuery("SELECT " + column);
        while (rows.next()) {
          byte[] value = rows.getBytes(1);
          found +=
              value != null && new String(value, StandardCharsets.UTF_8).contains(words) ? 1 : 0;
        }
      }
    }
    return found;
  }

  @Test
  void a_group_of_more_than_200_is_refused_and_an_unknown_one_gets_nothing() {
    String[] many = IntStream.range(0, 200).mapToObj(i -> "m" + i).toArray(String[]::new);
    for (int i = 0; i < many.length; i += 50) {
      api.users(Arrays.copyOfRange(many, i, i + 50));
    }
    String list = "\"" + String.join("\",\"", many) + "\"";
    String large =
        api.post(
                "/chatgroups",
                ("{\"groupname\":\"g\",\"desc\":\"d\",\"public\":true,\"maxusers\":300,"
                        + "\"owner\":\"ann\",\"members\":[%s]}")
                    .formatted(list))
            .data()
            .get("groupid")
            .stringValue();
    assertThat(send("chatgroup", large, "\"msg\":\"x\",\"seq\":0").error())
        .isEqualTo("403 exceed_limit: group members exceed limit 200");

    String nowhere =
        send("chatgroup", "1234", "\"msg\":\"x\",\"seq\":0").data().get("msgId").stringValue();
    send("chatgroup", "1234", "\"msgId\":\"%s\",\"msg\":\"y\",\"seq\":1".formatted(nowhere)).ok();
  }

  @Test
  void chunks_that_come_at_once_are_taken_in_some_order_and_none_twice() {
    String id = begin("");
    long taken =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(_ -> goOn(id, 1, "x"))
            .filter(reply -> reply.status() == 200)
            .count();

    assertThat(taken).isEqualTo(1);
    end(id, 2, "!").ok();
    await().untilAsserted(() -> assertThat(history("ann")).isEqualTo("2:" + FULL + ":x!"));
  }
}
