package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.BodyType;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.Command;
import dev.weft.msync.MSync;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.MucBody;
import dev.weft.msync.NameSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Whatever happens, each frame has what the SDKs break without (MSYNC contract, section 6): status
/// and queue, and in each entry an id of its own, sender, receiver and time, and JSON that their
/// decoder can read.
@Timeout(180)
class FrameRulesTest {

  /// What the SDKs' decoder of JSON breaks on.
  private static final int FIRST_PRINTABLE = 0x10;

  private @TempDir Path data;
  private ClientFixture fixture;

  @BeforeEach
  void start() {
    fixture = ClientFixture.start(data);
    fixture.register("anna", "ben", "cleo");
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  private ApiClient as(String user) {
    return fixture.api.withToken(fixture.tokenOf(user));
  }

  /// Lets everything happen that a member is told of.
  private void live() {
    String group = fixture.makeGroup("anna", "ben", "cleo");
    String path = "/chatgroups/" + group;
    var _ = fixture.api.put(path, "{\"groupname\":\"new\\nname\",\"desc\":\"a\\tb\"}").ok();
    var _ = fixture.api.post(path + "/announcement", "{\"announcement\":\"one\\ntwo\"}").ok();
    var _ = fixture.api.post(path + "/admin", "{\"newadmin\":\"cleo\"}").ok();
    var _ = fixture.api.delete(path + "/admin/cleo").ok();
    var _ =
        fixture.api.post(path + "/mute", "{\"usernames\":[\"cleo\"],\"mute_duration\":-1}").ok();
    var _ = fixture.api.delete(path + "/mute/cleo").ok();
    var _ = fixture.api.post(path + "/ban", "").ok();
    var _ = fixture.api.delete(path + "/ban").ok();
    String message = send("txt", "{\"msg\":\"line\\nline\\ttab \\u0001\"}", group);
    send(
        "img", "{\"url\":\"http://h/o/a/chatfiles/x\",\"filename\":\"f\",\"secret\":\"s\"}", group);
    send("audio", "{\"url\":\"http://h/o/a/chatfiles/x\",\"filename\":\"f\",\"length\":1}", group);
    send("loc", "{\"lat\":\"1.5\",\"lng\":\"2.5\",\"addr\":\"a\"}", group);
    send("cmd", "{\"action\":\"go\"}", group);
    send("custom", "{\"customEvent\":\"e\",\"customExts\":[{\"a\":\"b\"}]}", group);
    String thread = fixture.makeThread(group, message, "anna");
    fixture.joinThread(thread, "ben");
    String in = send("txt", "{\"msg\":\"in\\nthe thread\"}", thread);
    var _ = fixture.api.put("/thread/" + thread, "{\"name\":\"other\\nname\"}").ok();
    var _ =
        as("anna")
            .post("/reaction/user/anna", "{\"msgId\":\"%s\",\"message\":\"ok\"}".formatted(message))
            .ok();
    var _ =
        as("anna")
            .post(
                "/sdk/user/anna/user_channel/pin",
                "{\"to\":\"%s\",\"type\":\"groupchat\",\"pin_msg_id\":\"%s\"}"
                    .formatted(group, message))
            .ok();
    var _ =
        fixture
            .api
            .put(
                "/messages/rewrite/" + in,
                "{\"user\":\"anna\",\"new_msg\":{\"type\":\"txt\",\"msg\":\"other\"}}")
            .ok();
    var _ =
        fixture
            .api
            .post(
                "/messages/msg_recall",
                "{\"msg_id\":\"%s\",\"to\":\"%s\",\"chat_type\":\"groupchat\",\"from\":\"anna\",\"force\":true}"
                    .formatted(in, thread))
            .ok();
    var _ = fixture.api.delete("/thread/" + thread + "/users/ben").ok();
    var _ = fixture.api.delete("/thread/" + thread).ok();
    var _ =
        as("anna")
            .post("/users/anna/contacts/apply", "{\"usernames\":[\"ben\"],\"reason\":\"a\\nb\"}")
            .ok();
    var _ = as("ben").post("/users/ben/contacts/accept/users/anna", "").ok();
    var _ = fixture.api.put(path, "{\"newowner\":\"cleo\"}").ok();
    var _ = fixture.api.delete(path + "/users/anna").ok();
    var _ = fixture.api.delete(path + "/users/ben").ok();
    var _ =
        fixture
            .api
            .post(
                "/messages/users",
                "{\"from\":\"anna\",\"to\":[\"ben\",\"cleo\"],\"type\":\"txt\",\"body\":{\"msg\":\"last\"}}")
            .ok();
  }

  private String send(String type, String body, String to) {
    return fixture
        .api
        .post(
            "/messages/chatgroups",
            "{\"from\":\"anna\",\"to\":[\"%s\"],\"type\":\"%s\",\"body\":%s}"
                .formatted(to, type, body))
        .data()
        .get(to)
        .stringValue();
  }

  @Test
  void live_and_later_each_frame_has_what_it_needs() throws InvalidProtocolBufferException {
    List<CommSyncDL> live = new ArrayList<>();
    try (MSyncClient client = fixture.loggedIn("ben")) {
      live();
      collect(client, live);
    }
    requireSound(live);
    List<CommSyncDL> later = new ArrayList<>();
    try (MSyncClient client = fixture.loggedIn("cleo")) {
      client.unread();
      client.awaitUnread().getUnreadList().forEach(unread -> client.pull(unread.getQueue(), 0));
      collect(client, later);
    }
    requireSound(later);
    assertThat(kinds(live))
        .as("what was told")
        .contains(
            "chat 2",
            "chat 6",
            "chat 8",
            "muc 19",
            "muc 14",
            "muc 20",
            "muc 10",
            "muc 37",
            "roster",
            "thread",
            "reaction",
            "conv");
  }

  /// Confirms what comes, as far as the message that is sent last.
  private static void collect(MSyncClient client, List<CommSyncDL> frames)
      throws InvalidProtocolBufferException {
    boolean last = false;
    while (!last) {
      CommSyncDL frame = client.nextSync();
      frames.add(frame);
      if (frame.getNextKey() != 0) {
        client.pull(frame.getQueue(), frame.getNextKey());
      }
      for (Meta meta : frame.getMetasList()) {
        last |=
            meta.getNs() == NameSpace.CHAT
                && MessageBody.parseFrom(meta.getPayload()).getContentsCount() > 0
                && MessageBody.parseFrom(meta.getPayload()).getContents(0).getText().equals("last");
      }
    }
    MSync more;
    while ((more = client.poll(Duration.ofMillis(500))) != null) {
      if (more.getCommand() == Command.SYNC) {
        CommSyncDL frame = MSyncClient.parse(more, CommSyncDL.parser());
        frames.add(frame);
        if (frame.getNextKey() != 0) {
          client.pull(frame.getQueue(), frame.getNextKey());
        }
      }
    }
  }

  private static void requireSound(List<CommSyncDL> frames) throws InvalidProtocolBufferException {
    Set<Long> ids = new HashSet<>();
    for (CommSyncDL frame : frames) {
      assertThat(frame.hasStatus()).as("status of %s", frame).isTrue();
      assertThat(frame.getStatus().getErrorCode()).isZero();
      assertThat(frame.getQueue().getName()).as("queue of %s", frame).isNotEmpty();
      assertThat(frame.getMetaId()).as("a push acknowledges nothing").isZero();
      for (Meta meta : frame.getMetasList()) {
        assertThat(meta.getId()).isPositive();
        assertThat(ids.add(meta.getId())).as("an id of its own: %s", meta).isTrue();
        assertThat(meta.hasFrom()).as("sender of %s", meta).isTrue();
        assertThat(meta.getTo().getClientResource()).isEmpty();
        assertThat(meta.getTimestamp()).as("time of %s", meta).isPositive();
        assertThat(meta.getMeta()).allSatisfy(FrameRulesTest::requirePrintable);
        if (meta.getNs() == NameSpace.NOTIFY) {
          assertThat(meta.getPayload()).allSatisfy(FrameRulesTest::requirePrintable);
        }
        if (meta.getNs() == NameSpace.CHAT) {
          requireSound(MessageBody.parseFrom(meta.getPayload()));
        }
      }
    }
  }

  private static void requirePrintable(byte value) {
    assertThat(value & 0xff).isGreaterThanOrEqualTo(FIRST_PRINTABLE);
  }

  private static void requireSound(MessageBody body) {
    assertThat(body.getFrom().getName()).isNotEmpty();
    assertThat(body.getTo().getName()).isNotEmpty();
    if (body.getType() == BodyType.GROUPCHAT || body.getType() == BodyType.EDIT) {
      assertThat(body.getContentsCount()).as("contents of %s", body).isPositive();
    }
    if (!body.getMeta().isEmpty()) {
      assertThat(ApiClient.JSON.readTree(body.getMeta()).isObject()).isTrue();
    }
  }

  private static Set<String> kinds(List<CommSyncDL> frames) throws InvalidProtocolBufferException {
    Set<String> kinds = new HashSet<>();
    for (Meta meta :
        frames.stream()
            .flatMap(frame -> frame.getMetasList().stream())
            .collect(Collectors.toList())) {
      kinds.add(
          switch (meta.getNs()) {
            case NameSpace.CHAT -> "chat " + MessageBody.parseFrom(meta.getPayload()).getType();
            case NameSpace.MUC -> "muc " + MucBody.parseFrom(meta.getPayload()).getOperation();
            case NameSpace.ROSTER -> "roster";
            default -> type(meta);
          });
    }
    return kinds;
  }

  private static String type(Meta meta) {
    JsonNode json = ApiClient.JSON.readTree(meta.getPayload().toStringUtf8());
    return json.path("type").asString();
  }
}
