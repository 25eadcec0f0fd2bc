package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.msync.BodyType;
import dev.weft.msync.CommSyncDL;
import dev.weft.msync.CommSyncUL;
import dev.weft.msync.Command;
import dev.weft.msync.Jid;
import dev.weft.msync.MessageBody;
import dev.weft.msync.Meta;
import dev.weft.msync.MucBody;
import dev.weft.msync.MucOperation;
import dev.weft.msync.NameSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What happens to a group, a thread or a message is told to each device once and in order, whether
/// it is there or comes later.
@Timeout(180)
class DeviceNoticeTest {

  private @TempDir Path data;
  private ClientFixture fixture;

  @BeforeEach
  void start() {
    fixture = ClientFixture.start(data);
    fixture.register("anna", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  /// The next so many entries that are pushed, each confirmed.
  private static List<Meta> pushed(MSyncClient client, int count) {
    List<Meta> got = new ArrayList<>();
    while (got.size() < count) {
      CommSyncDL push = client.nextSync();
      got.addAll(push.getMetasList());
      if (push.getNextKey() != 0) {
        client.pull(push.getQueue(), push.getNextKey());
      }
    }
    return got;
  }

  private static JsonNode json(Meta meta) {
    return ApiClient.JSON.readTree(meta.getPayload().toStringUtf8());
  }

  private static int operation(Meta meta) {
    return muc(meta).getOperation();
  }

  private static MucBody muc(Meta meta) {
    try {
      return MucBody.parseFrom(meta.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void who_follows_attributes_of_a_user_is_told_what_has_changed() {
    ApiClient anna = fixture.api.withToken(fixture.tokenOf("anna"));
    ApiClient ben = fixture.api.withToken(fixture.tokenOf("ben"));
    var _ = ben.put("/metadata/user/ben", "sign=old&mail=m").ok();
    var _ = anna.post("/user/anna/metadata/subscription", "{\"usernames\":[\"ben\"]}").ok();
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      var _ = client.catchUp();

      var _ = ben.put("/metadata/user/ben", "sign=old&mail=m").ok();
      var _ = ben.put("/metadata/user/ben", "sign=new&mail=m&nickname=B").ok();
      var _ = fixture.api.delete("/metadata/user/ben").ok();

      List<Meta> got = pushed(client, 2);
      JsonNode changed = json(got.getFirst());
      assertThat(changed.path("type").asString()).isEqualTo("subscribe_metadata_updated");
      assertThat(changed.at("/data/username").asString()).isEqualTo("ben");
      assertThat(changed.at("/data/metadata")).hasToString("{\"sign\":\"new\",\"nickname\":\"B\"}");
      assertThat(changed.at("/data/lastModified").asLong()).isPositive();
      assertThat(json(got.get(1)).at("/data/metadata"))
          .hasToString("{\"mail\":\"\",\"nickname\":\"\",\"sign\":\"\"}");

      var _ = anna.delete("/user/anna/metadata/subscription?usernames=ben").ok();
      var _ = ben.put("/metadata/user/ben", "sign=newest").ok();
      var _ = anna.post("/user/anna/metadata/subscription", "{\"usernames\":[\"ben\"]}").ok();
      var _ = ben.put("/metadata/user/ben", "sign=last").ok();
      assertThat(json(pushed(client, 1).getFirst()).at("/data/metadata/sign").asString())
          .as("nothing of what came between")
          .isEqualTo("last");
    }
  }

  @Test
  void who_comes_in_and_goes_without_need_notify_is_told_to_no_client() {
    fixture.register("cat", "dan");
    String group = fixture.makeGroup("anna", "ben");
    try (MSyncClient ben = fixture.loggedIn("ben", "r");
        MSyncClient cat = fixture.loggedIn("cat", "r")) {
      var _ = ben.catchUp();
      var _ = cat.catchUp();
      String at = "/chatgroups/" + group + "/users";

      fixture.api.post(at + "/cat?need_notify=false", "{}").ok();
      fixture.api.post(at + "?need_notify=false", "{\"usernames\":[\"dan\"]}").ok();
      String first = fixture.sendToGroup(group, "for both");
      assertThat(pushed(ben, 1)).extracting(Meta::getId).containsExactly(Long.valueOf(first));
      assertThat(pushed(cat, 1)).extracting(Meta::getId).containsExactly(Long.valueOf(first));

      fixture.api.delete(at + "/cat?need_notify=false").ok();
      fixture.api.delete(at + "/dan").ok();
      List<Meta> told = pushed(ben, 1);
      assertThat(operation(told.getFirst())).as("dan alone").isEqualTo(MucOperation.ABSENCE);
      String second = fixture.sendToGroup(group, "for ben");
      assertThat(pushed(ben, 1)).extracting(Meta::getId).containsExactly(Long.valueOf(second));
    }
    try (MSyncClient cat = fixture.loggedIn("cat", "r")) {
      assertThat(cat.catchUp()).as("nothing of what came after").isEmpty();
    }
  }

  @Test
  void a_reaction_is_told_to_who_gave_it_before_the_one_that_follows_it() {
    String group = fixture.makeGroup("anna", "ben");
    String message = fixture.sendToGroup(group, "hello");
    ApiClient anna = fixture.api.withToken(fixture.tokenOf("anna"));
    ApiClient ben = fixture.api.withToken(fixture.tokenOf("ben"));
    String reaction = "{\"msgId\":\"%s\",\"message\":\"ok\"}".formatted(message);
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      var _ = client.catchUp();

      var _ = anna.post("/reaction/user/anna", reaction).ok();
      var _ = ben.post("/reaction/user/ben", reaction).ok();
      String text = fixture.sendToGroup(group, "after both");

      List<Meta> got = pushed(client, 3);
      assertThat(json(got.get(0)).at("/data/0/reactions/0/count").asInt()).isEqualTo(1);
      assertThat(json(got.get(0)).at("/data/0/reactions/0/isAddedBySelf").asBoolean()).isTrue();
      assertThat(json(got.get(1)).at("/data/0/reactions/0/count").asInt()).isEqualTo(2);
      assertThat(Long.toString(got.get(2).getId())).isEqualTo(text);
    }
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      assertThat(client.catchUp()).as("all was confirmed").isEmpty();
    }
  }

  @Test
  void a_reaction_whose_notice_was_on_its_way_when_the_device_left_comes_at_its_return() {
    String group = fixture.makeGroup("anna", "ben");
    String message = fixture.sendToGroup(group, "hello");
    ApiClient anna = fixture.api.withToken(fixture.tokenOf("anna"));
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      var _ = client.catchUp();
      var _ =
          anna.post(
                  "/reaction/user/anna", "{\"msgId\":\"%s\",\"message\":\"ok\"}".formatted(message))
              .ok();
    }
    try (MSyncClient client = fixture.loggedIn("anna", "r")) {
      List<Meta> got = client.catchUp();
      assertThat(got).hasSize(1);
      assertThat(json(got.getFirst()).path("type").asString()).isEqualTo("reaction");
    }
  }

  @Test
  void a_group_that_was_destroyed_while_a_member_was_away_is_told_of_once() {
    String group = fixture.makeGroup("anna", "ben");
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      var _ = client.catchUp();
    }
    fixture.sendToGroup(group, "the last word");
    var _ = fixture.api.delete("/chatgroups/" + group).ok();

    requireToldOnce("ben", meta -> operation(meta) == 1, group);
  }

  @Test
  void a_member_who_was_put_out_while_away_is_told_of_it_once() {
    String group = fixture.makeGroup("anna", "ben");
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      var _ = client.catchUp();
    }
    var _ = fixture.api.delete("/chatgroups/" + group + "/users/ben").ok();

    requireToldOnce("ben", meta -> operation(meta) == 10, group);
  }

  @Test
  void a_user_who_was_put_into_a_group_while_away_is_told_of_it_once() {
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      var _ = client.catchUp();
    }
    String group = fixture.makeGroup("anna", "ben");

    requireToldOnce("ben", meta -> operation(meta) == 19, group);
  }

  /// A device that was there before, and one that was not, are told of it at their next login, and
  /// not at the one after it.
  private void requireToldOnce(String user, Predicate<Meta> what, String group) {
    try (MSyncClient client = fixture.loggedIn(user, "r")) {
      List<Meta> told =
          client.catchUp().stream()
              .filter(meta -> meta.getNs() == NameSpace.MUC)
              .filter(what)
              .toList();
      assertThat(told).hasSize(1);
      assertThat(told.getFirst().getFrom().getName()).isEqualTo(group);
    }
    try (MSyncClient client = fixture.loggedIn(user, "r")) {
      assertThat(client.catchUp()).isEmpty();
    }
  }

  @Test
  void who_was_away_is_told_once_that_a_chat_room_is_gone_or_closed_to_them() {
    String gone = room();
    String closed = room();
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      var _ = client.catchUp();
      for (String room : List.of(gone, closed)) {
        var _ = fixture.api.post("/chatrooms/" + room + "/users/ben", "").ok();
      }
      assertThat(rooms(pushed(client, 2))).hasSize(2);
    }
    await().until(() -> !fixture.isOnline("ben"));
    var _ = fixture.api.delete("/chatrooms/" + gone).ok();
    var _ = fixture.api.delete("/chatrooms/" + closed + "/users/ben").ok();

    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      List<Meta> told = rooms(client.catchUp());
      assertThat(told).extracting(DeviceNoticeTest::operation).containsExactly(1, 10);
      assertThat(told).extracting(meta -> meta.getFrom().getName()).containsExactly(gone, closed);
    }
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      assertThat(client.catchUp()).isEmpty();
    }
  }

  private String room() {
    return fixture
        .api
        .post("/chatrooms", "{\"name\":\"r\",\"description\":\"d\",\"owner\":\"anna\"}")
        .data()
        .get("id")
        .stringValue();
  }

  private static List<Meta> rooms(List<Meta> metas) {
    return metas.stream()
        .filter(meta -> meta.getNs() == NameSpace.MUC && muc(meta).getIsChatroom())
        .toList();
  }

  @Test
  void who_was_removed_from_a_thread_or_whose_thread_is_gone_is_told_of_it_once() {
    String group = fixture.makeGroup("anna", "ben");
    String kicked = fixture.makeThread(group, fixture.sendToGroup(group, "one"), "anna");
    String gone = fixture.makeThread(group, fixture.sendToGroup(group, "two"), "anna");
    fixture.joinThread(kicked, "ben");
    fixture.joinThread(gone, "ben");
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      var _ = client.catchUp();
    }
    var _ = fixture.api.delete("/thread/" + kicked + "/users/ben").ok();
    var _ = fixture.api.delete("/thread/" + gone).ok();

    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      List<Meta> got = client.catchUp();
      assertThat(got.stream().filter(meta -> meta.getNs() == NameSpace.MUC))
          .singleElement()
          .satisfies(meta -> assertThat(operation(meta)).isEqualTo(37));
      assertThat(
              got.stream()
                  .filter(meta -> meta.getNs() == NameSpace.NOTIFY)
                  .map(meta -> json(meta).at("/data/operation").asString())
                  .filter("delete"::equals))
          .hasSize(1);
    }
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      assertThat(client.catchUp()).isEmpty();
    }
  }

  @Test
  void sdk_5_reads_several_messages_and_all_conversations_with_one_receipt() {
    String group = fixture.makeGroup("anna", "ben");
    fixture.sendToGroup(group, "in the group");
    ApiClient ben = fixture.api.withToken(fixture.tokenOf("ben"));
    try (MSyncClient from = fixture.loggedIn("anna", "r");
        MSyncClient client = fixture.loggedIn("ben", "one");
        MSyncClient other = fixture.loggedIn("ben", "two")) {
      long one = sendToBen("one");
      long two = sendToBen("two");
      var _ = sendToBen("three");
      for (MSyncClient each : List.of(from, client, other)) {
        var _ = each.catchUp();
      }
      assertThat(unread(ben)).isEqualTo(4);

      receipt(
          client,
          MessageBody.newBuilder()
              .setType(BodyType.READ_ACK)
              .addAckMessageIds(one)
              .addAckMessageIds(two));

      MessageBody read = body(pushed(from, 1).getFirst());
      assertThat(read.getAckMessageIdsList()).containsExactly(one, two);
      assertThat(body(pushed(other, 1).getFirst()).getType()).isEqualTo(BodyType.READ_ACK);
      assertThat(unread(ben)).isEqualTo(2);

      receipt(
          client,
          MessageBody.newBuilder()
              .setType(BodyType.CHANNEL_ACK)
              .setClearAllUnreadMessageCount(true));

      assertThat(body(pushed(other, 1).getFirst()).getClearAllUnreadMessageCount()).isTrue();
      assertThat(unread(ben)).isZero();
      receipt(client, MessageBody.newBuilder().setType(BodyType.CHANNEL_ACK).setSendToPeer(false));
      assertThat(body(pushed(other, 1).getFirst()).hasSendToPeer()).isTrue();
      fixture.sendToGroup(group, "after it");
      assertThat(body(pushed(from, 1).getFirst()).getContents(0).getText())
          .as("the peer is not told of what is for the own devices alone")
          .isEqualTo("after it");
    }
  }

  private long sendToBen(String text) {
    return Long.parseLong(
        fixture
            .api
            .post(
                "/messages/users",
                "{\"from\":\"anna\",\"to\":[\"ben\"],\"type\":\"txt\",\"body\":{\"msg\":\"%s\"}}"
                    .formatted(text))
            .data()
            .get("ben")
            .stringValue());
  }

  private static int unread(ApiClient ben) {
    return ben.get("/users/ben/user_channels/page?pageNum=1&pageSize=20")
        .data()
        .path("channel_infos")
        .valueStream()
        .mapToInt(one -> one.path("unread_num").asInt())
        .sum();
  }

  /// Sends a receipt to the user anna, and waits until it is taken.
  private static void receipt(MSyncClient client, MessageBody.Builder body) {
    Jid to =
        Jid.newBuilder()
            .setAppKey(RunningServer.APP.toString())
            .setName("anna")
            .setDomain("easemob.com")
            .build();
    long id = (body.hashCode() & 0xffffL) | 1;
    client.send(
        Command.SYNC,
        CommSyncUL.newBuilder()
            .setMeta(
                Meta.newBuilder()
                    .setId(id)
                    .setTo(to)
                    .setNs(NameSpace.CHAT)
                    .setPayload(body.build().toByteString()))
            .build());
    CommSyncDL answer = client.nextSync();
    assertThat(answer.getMetaId()).isEqualTo(id);
    assertThat(answer.getStatus().getErrorCode()).isZero();
  }

  private static MessageBody body(Meta meta) {
    try {
      return MessageBody.parseFrom(meta.getPayload());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_restricted_file_comes_with_its_secret_in_the_link() throws InvalidProtocolBufferException {
    try (MSyncClient client = fixture.loggedIn("ben", "r")) {
      var _ = client.catchUp();
      String url = fixture.url() + "/easemob-demo/easeim/chatfiles/" + new java.util.UUID(7, 7);
      send(url, "s3");
      send("https://elsewhere.example/a.png", "s3");
      send(url, "");

      List<String> links = new ArrayList<>();
      for (Meta meta : pushed(client, 3)) {
        links.add(MessageBody.parseFrom(meta.getPayload()).getContents(0).getRemotePath());
      }
      assertThat(links)
          .containsExactly(
              url + "?em-redirect=true&share-secret=s3", "https://elsewhere.example/a.png", url);
    }
  }

  private void send(String url, String secret) {
    var _ =
        fixture
            .api
            .post(
                "/messages/users",
                """
                {"from":"anna","to":["ben"],"type":"img",
                 "body":{"filename":"a.png","url":"%s","secret":"%s"}}\
                """
                    .formatted(url, secret))
            .ok();
  }
}
