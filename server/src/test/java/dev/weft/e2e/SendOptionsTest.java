package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.Jid;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.NameSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a send call asks for beside the content reaches the devices of clients.
class SendOptionsTest {

  @TempDir private Path folder;
  private ClientFixture fixture;
  private String group;

  @BeforeEach
  void start() {
    fixture = ClientFixture.start(folder);
    fixture.register("ann", "ben");
    group = fixture.makeGroup("ann", "ben");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  private MSyncClient loggedIn(String user) {
    MSyncClient client = MSyncClient.connect(fixture.webSocket);
    var _ = client.logIn(user, "r", fixture.tokenOf(user));
    client.unread();
    var _ = client.awaitUnread();
    return client;
  }

  @Test
  void the_senders_own_devices_get_what_is_synced_to_them_alone() throws IOException {
    try (MSyncClient ann = loggedIn("ann");
        MSyncClient ben = loggedIn("ben")) {
      String kept = toBen("");
      String synced = toBen(",\"sync_device\":true");

      assertThat(nextMessage(ann)).isEqualTo(synced);
      assertThat(nextMessage(ben)).isEqualTo(kept);
      assertThat(nextMessage(ben)).isEqualTo(synced);
    }
  }

  @Test
  void readers_in_a_group_are_asked_to_confirm() throws IOException {
    try (MSyncClient ben = loggedIn("ben")) {
      toGroup(",\"need_group_ack\":true");
      toGroup("");
      Jid queue =
          Jid.newBuilder()
              .setAppKey(RunningServer.APP.toString())
              .setName(group)
              .setDomain("conference.easemob.com")
              .build();
      ben.pull(queue, 0);
      List<Meta> messages =
          ben.nextSync().getMetasList().stream()
              .filter(meta -> meta.getNs() == NameSpace.CHAT)
              .toList();
      MessageBody asked = body(messages.getFirst());
      MessageBody plain = body(messages.getLast());

      assertThat(asked.getMsgConfig().getAllowGroupAck()).isTrue();
      assertThat(plain.hasMsgConfig()).isFalse();
    }
  }

  @Test
  void a_recall_says_what_the_server_has_to_say() {
    try (MSyncClient ben = loggedIn("ben")) {
      String message = toBen("");
      var _ = nextMeta(ben);

      fixture
          .api
          .post(
              "/messages/msg_recall",
              """
              {"msg_id":"%s","to":"ben","chat_type":"chat","from":"ann","force":true,
               "recallMessageExtensionInfo":"by mistake"}
              """
                  .formatted(message))
          .ok();

      Meta recall = nextMeta(ben);
      assertThat(recall.getExt(0).getKey()).isEqualTo("recallMessageExtensionInfo");
      assertThat(recall.getExt(0).getStringValue()).isEqualTo("by mistake");
    }
  }

  @Test
  void a_message_for_who_is_online_is_not_there_later() throws IOException {
    try (MSyncClient ben = loggedIn("ben")) {
      assertThat(ben.isOpen()).isTrue();
    }
    String live = toBen(",\"routetype\":\"ROUTE_ONLINE\"");
    String kept = toBen(",\"routetype\":\"ROUTE_ALL\"");

    try (MSyncClient ben = MSyncClient.connect(fixture.webSocket)) {
      var _ = ben.logIn("ben", "r", fixture.tokenOf("ben"));
      ben.unread();
      Jid queue =
          ben.awaitUnread().getUnreadList().stream()
              .map(unread -> unread.getQueue())
              .filter(one -> one.getName().equals("ann"))
              .findFirst()
              .orElseThrow();
      ben.pull(queue, 0);
      List<String> pulled =
          ben.nextSync().getMetasList().stream().map(meta -> Long.toString(meta.getId())).toList();

      assertThat(pulled).contains(kept).doesNotContain(live);
    }
  }

  @Test
  void who_is_left_out_does_not_find_it_in_history() {
    String hidden = toGroup(",\"roam_ignore_users\":[\"ben\"]");
    String shown = toGroup("");

    assertThat(history("ben")).contains(shown).doesNotContain(hidden);
    assertThat(history("ann")).contains(shown, hidden);
  }

  @Test
  void some_of_a_group_get_a_message_and_others_do_not() {
    String forAnn =
        fixture
            .api
            .post("/messages/chatgroups/users", message(group, ",\"users\":[\"ann\"]"))
            .data()
            .get(group)
            .stringValue();
    String forBen =
        fixture
            .api
            .post("/messages/chatgroups/users", message(group, ",\"users\":[\"ben\"]"))
            .data()
            .get(group)
            .stringValue();

    assertThat(history("ben")).contains(forBen).doesNotContain(forAnn);
    assertThat(history("ann")).as("ann sent both").contains(forAnn, forBen);
    assertThat(fixture.api.post("/messages/chatgroups/users", message(group, "")).error())
        .isEqualTo("400 message_send_error: param users can't be empty");
  }

  @Test
  void more_than_twenty_cannot_be_left_out() {
    String many = "\"u\"" + ",\"u%d\"".repeat(20).formatted(range());
    assertThat(
            fixture
                .api
                .post(
                    "/messages/chatgroups", message(group, ",\"roam_ignore_users\":[" + many + "]"))
                .error())
        .isEqualTo("400 message_send_error: params roam_ignore_users's size can't exceed limit 20");
  }

  private static Object[] range() {
    Object[] numbers = new Object[20];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i;
    }
    return numbers;
  }

  /// Ids of the messages that a user fetches back.
  private List<String> history(String user) {
    String body =
        "{\"queue\":\"%s@conference.easemob.com\",\"start\":-1,\"pull_number\":20}"
            .formatted(group);
    return fixture
        .api
        .withToken(fixture.tokenOf(user))
        .post("/users/" + user + "/messageroaming", body)
        .data()
        .get("msgs")
        .valueStream()
        .map(message -> id(message.get("msg").stringValue()))
        .toList();
  }

  private static String id(String encoded) {
    try {
      byte[] bytes = java.util.Base64.getDecoder().decode(encoded);
      return Long.toString(Meta.parseFrom(bytes).getId());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private String toBen(String options) {
    return fixture
        .api
        .post("/messages/users", message("ben", options))
        .data()
        .get("ben")
        .stringValue();
  }

  private String toGroup(String options) {
    return fixture
        .api
        .post("/messages/chatgroups", message(group, options))
        .data()
        .get(group)
        .stringValue();
  }

  private static String message(String to, String options) {
    return "{\"from\":\"ann\",\"to\":[\"%s\"],\"type\":\"txt\",\"body\":{\"msg\":\"Tea?\"}%s}"
        .formatted(to, options);
  }

  private static String nextMessage(MSyncClient client) {
    return Long.toString(nextMeta(client).getId());
  }

  private static Meta nextMeta(MSyncClient client) {
    List<Meta> metas;
    do {
      metas = client.nextSync().getMetasList();
    } while (metas.isEmpty());
    return metas.getFirst();
  }

  private static MessageBody body(Meta meta) throws IOException {
    return MessageBody.parseFrom(meta.getPayload());
  }
}
