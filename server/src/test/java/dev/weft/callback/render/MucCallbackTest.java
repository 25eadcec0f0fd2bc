package dev.weft.callback.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupAllMuted;
import dev.weft.chat.ChatEvent.GroupAnnounced;
import dev.weft.chat.ChatEvent.GroupBlocked;
import dev.weft.chat.ChatEvent.GroupCreated;
import dev.weft.chat.ChatEvent.GroupDeleted;
import dev.weft.chat.ChatEvent.GroupDisabled;
import dev.weft.chat.ChatEvent.GroupHidden;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.GroupMemberNoted;
import dev.weft.chat.ChatEvent.GroupMuted;
import dev.weft.chat.ChatEvent.GroupOwnerChanged;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.OfGroup;
import dev.weft.chat.ChatEvent.RoomAttributesDeleted;
import dev.weft.chat.ChatEvent.RoomAttributesSet;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Group events of the first generation, against the samples of the vendor's page on them.
class MucCallbackTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_644_908_244_060L);
  private static final App APP =
      new App(new AppId(1), new AppKey("org", "app"), UUID.randomUUID(), "id", "hash", NOW);
  private static final UserId ANN = new UserId("ann");
  private static final UserId BEN = new UserId("ben");
  private static final Group GROUP = group(GroupKind.GROUP);
  private static final Group ROOM = group(GroupKind.ROOM);

  private static Group group(GroupKind kind) {
    return new Group(
        new GroupId(173_548_612_157_441L),
        kind,
        APP.id(),
        ANN,
        new GroupDetails("name", "", "", true, false, false, true, 200, ""),
        NOW,
        NOW,
        2,
        false,
        false);
  }

  @Test
  void name_who_did_what_to_whom() {
    OfGroup event = new GroupLeft(APP, GROUP, List.of(BEN), LeaveKind.KICK, Actor.SERVER, NOW);
    JsonNode kick = json(event, 0);

    assertThat(kick.toString())
        .isEqualTo(
            "{\"chat_type\":\"muc\",\"payload\":{\"muc_id\":"
                + "\"org#app_173548612157441@conference.easemob.com\","
                + "\"is_chatroom\":false,\"operation\":\"kick\",\"status\":"
                + "{\"description\":\"\",\"error_code\":\"ok\"}},"
                + "\"group_id\":\"173548612157441\",\"host\":\"node\",\"appkey\":\"org#app\","
                + "\"from\":\"org#app_admin@easemob.com\",\"to\":\"ben\",\"eventType\":\"chat\","
                + "\"msg_id\":\"976432657191668068\",\"timestamp\":1644908244060}");
    JsonNode absence = json(event, 1);
    assertThat(absence.get("payload").has("status")).isFalse();
    assertThat(absence.get("from").asString()).isEqualTo("org#app_ben@easemob.com");
    assertThat(absence.get("to").asString()).isEqualTo("173548612157441");
  }

  private static JsonNode json(OfGroup event, int index) {
    return JsonMapper.shared()
        .readTree(
            MucCallback.json(
                event, MucCallback.of(event).get(index), "976432657191668068", "node"));
  }

  @Test
  void are_as_many_as_the_vendor_has() {
    List<UserId> both = List.of(ANN, BEN);
    assertThat(notices(new GroupCreated(APP, GROUP, List.of(), Actor.SERVER, NOW)))
        .isEqualTo("create>ann");
    assertThat(notices(new GroupJoined(APP, GROUP, both, JoinKind.DIRECT, "", Actor.SERVER, NOW)))
        .isEqualTo(
            "direct_joined>ann presence>173548612157441 direct_joined>ben"
                + " presence>173548612157441");
    assertThat(notices(new GroupLeft(APP, GROUP, List.of(BEN), LeaveKind.QUIT, by(BEN), NOW)))
        .isEqualTo("leave>ann absence>173548612157441");
    assertThat(notices(new GroupLeft(APP, GROUP, both, LeaveKind.BLOCK, Actor.SERVER, NOW)))
        .isEqualTo("absence>173548612157441 absence>173548612157441");
    assertThat(notices(new GroupBlocked(APP, GROUP, List.of(BEN), true, Actor.SERVER, NOW)))
        .isEqualTo("ban>ben");
    assertThat(notices(new GroupLeft(APP, GROUP, both, LeaveKind.DELETE, Actor.SERVER, NOW)))
        .isEmpty();
    assertThat(notices(new GroupDeleted(APP, GROUP, Actor.SERVER, NOW))).isEqualTo("destroy>ann");
    assertThat(notices(new GroupOwnerChanged(APP, GROUP, BEN, Actor.SERVER, NOW)))
        .isEqualTo("assing_owner>ann");
    assertThat(notices(new GroupMuted(APP, GROUP, both, NOW, Actor.SERVER, NOW)))
        .isEqualTo("add_mute>ann add_mute>ben");
    assertThat(notices(new GroupDisabled(APP, GROUP, Actor.SERVER, NOW))).isEmpty();
    assertThat(notices(new GroupHidden(APP, GROUP, BEN, true, by(BEN), NOW)))
        .isEqualTo("block>ben");
    assertThat(notices(new GroupHidden(APP, GROUP, BEN, false, by(BEN), NOW)))
        .isEqualTo("unblock>ben");
  }

  @Test
  void leave_out_of_rooms_what_the_vendor_does_not_tell() {
    List<UserId> ben = List.of(BEN);
    assertThat(notices(new GroupCreated(APP, ROOM, List.of(), Actor.SERVER, NOW))).isEmpty();
    assertThat(notices(new GroupJoined(APP, ROOM, ben, JoinKind.DIRECT, "", by(BEN), NOW)))
        .isEqualTo("presence>173548612157441");
    assertThat(notices(new GroupLeft(APP, ROOM, ben, LeaveKind.OFFLINE, Actor.SERVER, NOW)))
        .isEqualTo("kick>ben absence>173548612157441");
    assertThat(notices(new GroupBlocked(APP, ROOM, ben, true, Actor.SERVER, NOW))).isEmpty();
    assertThat(notices(new GroupOwnerChanged(APP, ROOM, BEN, Actor.SERVER, NOW))).isEmpty();
    OfGroup set = new RoomAttributesSet(APP, ROOM, BEN, Map.of("a", "1"), true, Actor.SERVER, NOW);
    assertThat(notices(set)).isEqualTo("set_metadata>ben");
    assertThat(json(set, 0).at("/payload/is_chatroom").booleanValue()).isTrue();
  }

  @Test
  void what_all_members_learn_is_sent_to_the_group() {
    String group = ">173548612157441";
    OfGroup announced = new GroupAnnounced(APP, GROUP, "closed", by(ANN), NOW);
    assertThat(notices(announced)).isEqualTo("update_announcement" + group);
    assertThat(json(announced, 0).at("/payload/reason").asString()).isEqualTo("closed");
    OfGroup cleared = new GroupAnnounced(APP, ROOM, "", by(ANN), NOW);
    assertThat(notices(cleared)).isEqualTo("delete_announcement" + group);
    assertThat(json(cleared, 0).at("/payload/reason").asString()).isEmpty();
    OfGroup unmuted = new GroupAllMuted(APP, GROUP, Actor.SERVER, NOW);
    assertThat(notices(unmuted)).isEqualTo("remove_ban_group" + group);
    assertThat(json(unmuted, 0).get("payload").has("reason")).isFalse();
  }

  @Test
  void attributes_are_told_with_what_they_are() {
    OfGroup set = new RoomAttributesSet(APP, ROOM, BEN, Map.of("a", "1"), true, Actor.SERVER, NOW);
    JsonNode body = json(set, 0);
    assertThat(body.get("payload").propertyNames())
        .containsExactly("muc_id", "is_chatroom", "event_info", "operation", "status");
    assertThat(body.get("from").asString()).isEqualTo("173548612157441");
    assertThat(body.get("to").asString()).isEqualTo("ben");
    assertThat(body.at("/payload/event_info/type").asString()).isEqualTo("event_none");
    assertThat(body.at("/payload/event_info/ext").asString())
        .isEqualTo(
            "{\"result\":{\"successKeys\":[\"a\"],\"errorKeys\":{}},\"identify\":\"\","
                + "\"is_forced\":true,\"muc_name\":\"name\",\"need_notify\":true,"
                + "\"properties\":{\"a\":\"1\"},\"operator\":\"ben\"}");

    OfGroup deleted =
        new RoomAttributesDeleted(APP, ROOM, BEN, List.of("a"), false, Actor.SERVER, NOW);
    assertThat(notices(deleted)).isEqualTo("delete_metadata>ben");
    assertThat(json(deleted, 0).at("/payload/event_info/ext").asString())
        .contains("\"successKeys\":[\"a\"]", "\"is_forced\":false", "\"properties\":{}");

    OfGroup noted = new GroupMemberNoted(APP, GROUP, BEN, Map.of("title", "x"), by(ANN), NOW);
    assertThat(notices(noted)).isEqualTo("group_member_metadata_update>ben");
    assertThat(json(noted, 0).get("from").asString()).isEqualTo("173548612157441");
    assertThat(json(noted, 0).at("/payload/event_info/ext").asString())
        .contains("\"properties\":{\"title\":\"x\"},\"operator\":\"ann\"");
  }

  private static Actor by(UserId user) {
    return Actor.Member.of(user);
  }

  private static String notices(OfGroup event) {
    return MucCallback.of(event).stream()
        .map(notice -> notice.operation() + ">" + notice.to())
        .collect(Collectors.joining(" "));
  }
}
