package dev.weft.callback.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.AppId;
import dev.weft.app.AppKey;
import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent.GroupAdminsChanged;
import dev.weft.chat.ChatEvent.GroupAllMuted;
import dev.weft.chat.ChatEvent.GroupAllowed;
import dev.weft.chat.ChatEvent.GroupAnnounced;
import dev.weft.chat.ChatEvent.GroupBlocked;
import dev.weft.chat.ChatEvent.GroupDisabled;
import dev.weft.chat.ChatEvent.GroupHidden;
import dev.weft.chat.ChatEvent.GroupJoined;
import dev.weft.chat.ChatEvent.GroupLeft;
import dev.weft.chat.ChatEvent.GroupMuted;
import dev.weft.chat.ChatEvent.GroupOwnerChanged;
import dev.weft.chat.ChatEvent.GroupUnmuted;
import dev.weft.chat.ChatEvent.GroupUpdated;
import dev.weft.chat.ChatEvent.JoinKind;
import dev.weft.chat.ChatEvent.LeaveKind;
import dev.weft.chat.ChatEvent.OfGroup;
import dev.weft.chat.ChatEvent.RoomSuperAdminsChanged;
import dev.weft.chat.Group;
import dev.weft.chat.GroupDetails;
import dev.weft.chat.GroupId;
import dev.weft.chat.GroupKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The group callbacks beside coming, going and info: operation and payload as on the vendor's
/// pages.
class GroupCallbackTest {

  private static final Instant NOW = Instant.ofEpochMilli(1_729_499_145_684L);
  private static final App APP =
      new App(new AppId(1), new AppKey("org", "app"), UUID.randomUUID(), "id", "hash", NOW);
  private static final Group GROUP =
      new Group(
          new GroupId(259_794_904_612_865L),
          GroupKind.GROUP,
          APP.id(),
          new UserId("tst01"),
          new GroupDetails("name", "", "", true, false, false, true, 200, ""),
          NOW,
          NOW,
          2,
          false,
          false);
  private static final List<UserId> USERS = List.of(new UserId("tst028"));

  @Test
  void tell_of_rooms_as_of_groups_and_what_only_rooms_have() {
    Group room =
        new Group(
            GROUP.id(),
            GroupKind.ROOM,
            GROUP.app(),
            GROUP.owner(),
            GROUP.details(),
            NOW,
            NOW,
            2,
            false,
            false);
    JsonNode joined =
        json(new GroupJoined(APP, room, USERS, JoinKind.DIRECT, "hi", Actor.SERVER, NOW));
    JsonNode quit = json(new GroupLeft(APP, room, USERS, LeaveKind.QUIT, Actor.SERVER, NOW));
    JsonNode gone = json(new GroupLeft(APP, room, USERS, LeaveKind.OFFLINE, Actor.SERVER, NOW));
    JsonNode kicked = json(new GroupLeft(APP, room, USERS, LeaveKind.KICK, Actor.SERVER, NOW));
    JsonNode named =
        JsonMapper.shared()
            .readTree(
                GroupCallback.json(
                    new RoomSuperAdminsChanged(APP, USERS, true, Actor.SERVER, NOW)));

    assertThat(joined.get("type").asString()).isEqualTo("CHATROOM");
    assertThat(joined.get("payload").toString())
        .isEqualTo("{\"options\":{\"ext\":\"hi\"},\"member\":[\"tst028\"],\"type\":\"DIRECT\"}");
    assertThat(quit.at("/payload/action").asString()).isEqualTo("user_quit");
    assertThat(gone.get("payload").toString())
        .isEqualTo("{\"action\":\"user_offline\",\"member\":[\"tst028\"],\"type\":\"QUIT\"}");
    assertThat(gone.get("operator").asString()).isEqualTo("@ppAdmin");
    assertThat(gone.get("member_count").intValue()).isEqualTo(2);
    assertThat(kicked.get("payload").has("action")).isFalse();
    assertThat(named.get("operation").asString()).isEqualTo("ROOM_SUPER_ADMIN");
    assertThat(named.get("id").asString()).isEmpty();
    assertThat(named.get("payload").toString())
        .isEqualTo("{\"admin\":[\"tst028\"],\"type\":\"ADD\"}");
  }

  @Test
  void tell_who_owned_and_who_owns_a_group() {
    assertThat(told(new GroupOwnerChanged(APP, GROUP, new UserId("tst"), Actor.SERVER, NOW)))
        .isEqualTo("UPDATE {\"owner\":\"tst\",\"new_owner\":\"tst01\",\"type\":\"OWNER\"}");
  }

  @Test
  void tell_who_is_an_admin_now_and_who_no_longer() {
    assertThat(told(new GroupAdminsChanged(APP, GROUP, USERS, true, Actor.SERVER, NOW)))
        .isEqualTo("ADMIN {\"admin\":[\"tst028\"],\"type\":\"ADD\"}");
    assertThat(told(new GroupAdminsChanged(APP, GROUP, USERS, false, Actor.SERVER, NOW)))
        .isEqualTo("ADMIN {\"admin\":[\"tst028\"],\"type\":\"REMOVE\"}");
  }

  @Test
  void tell_who_is_muted_until_when() {
    assertThat(told(new GroupMuted(APP, GROUP, USERS, NOW, Actor.SERVER, NOW)))
        .isEqualTo(
            "MUTE {\"expire_timestamp\":1729499145684,\"member\":[\"tst028\"],\"type\":\"ADD\"}");
    assertThat(told(new GroupUnmuted(APP, GROUP, USERS, Actor.SERVER, NOW)))
        .isEqualTo("MUTE {\"member\":[\"tst028\"],\"type\":\"REMOVE\"}");
  }

  @Test
  void tell_what_holds_for_everybody() {
    assertThat(told(new GroupAllMuted(APP, GROUP.allMuted(true), Actor.SERVER, NOW)))
        .isEqualTo("UPDATE {\"mute\":true,\"type\":\"MUTE\"}");
    assertThat(told(new GroupDisabled(APP, GROUP.disabled(true), Actor.SERVER, NOW)))
        .isEqualTo("UPDATE {\"disable\":true,\"type\":\"DISABLE\"}");
    assertThat(told(new GroupAnnounced(APP, GROUP, "hello", Actor.SERVER, NOW)))
        .isEqualTo("UPDATE {\"type\":\"ANNOUNCEMENT\",\"announcement\":\"hello\"}");
  }

  @Test
  void tell_no_announcement_when_it_was_cleared() {
    assertThat(told(new GroupAnnounced(APP, GROUP, "", Actor.SERVER, NOW)))
        .isEqualTo("UPDATE {\"type\":\"ANNOUNCEMENT\"}");
  }

  @Test
  void tell_who_is_on_the_block_list_and_on_the_allow_list() {
    assertThat(told(new GroupBlocked(APP, GROUP, USERS, true, Actor.SERVER, NOW)))
        .isEqualTo(
            "BLOCK {\"expire_timestamp\":4638873600000,\"member\":[\"tst028\"],\"type\":\"ADD\"}");
    assertThat(told(new GroupBlocked(APP, GROUP, USERS, false, Actor.SERVER, NOW)))
        .isEqualTo("BLOCK {\"member\":[\"tst028\"],\"type\":\"REMOVE\"}");
    assertThat(told(new GroupAllowed(APP, GROUP, USERS, true, Actor.SERVER, NOW)))
        .isEqualTo("WHITE {\"member\":[\"tst028\"],\"type\":\"ADD\"}");
    assertThat(told(new GroupAllowed(APP, GROUP, USERS, false, Actor.SERVER, NOW)))
        .isEqualTo("WHITE {\"member\":[\"tst028\"],\"type\":\"REMOVE\"}");
  }

  @Test
  void tell_that_the_group_is_hidden_or_shown_again() {
    UserId user = USERS.getFirst();
    assertThat(told(new GroupHidden(APP, GROUP, user, true, Actor.SERVER, NOW)))
        .isEqualTo("SHIELD {\"type\":\"ADD\"}");
    assertThat(told(new GroupHidden(APP, GROUP, user, false, Actor.SERVER, NOW)))
        .isEqualTo("SHIELD {\"type\":\"REMOVE\"}");
  }

  @Test
  void tell_the_whole_group_when_it_was_changed() {
    assertThat(told(new GroupUpdated(APP, GROUP, Map.of("title", "name"), Actor.SERVER, NOW)))
        .isEqualTo(
            "UPDATE {\"type\":\"INFO\",\"info\":{\"owner\":\"org#app_tst01\","
                + "\"created\":\"1729499145684\",\"custom\":\"\",\"description\":\"\","
                + "\"mute\":\"false\",\"mute_duration\":-1,\"avatar\":\"\",\"title\":\"name\","
                + "\"max_users\":\"200\",\"invite_need_confirm\":\"true\",\"public\":\"true\","
                + "\"allow_user_invites\":\"false\",\"disabled\":\"false\","
                + "\"last_modified\":\"1729499145684\"}}");
  }

  @Test
  void tell_how_many_members_are_left_but_not_of_a_dissolved_group() {
    assertThat(count(new GroupJoined(APP, GROUP, USERS, JoinKind.DIRECT, "", Actor.SERVER, NOW)))
        .isEqualTo(2);
    assertThat(count(new GroupLeft(APP, GROUP, USERS, LeaveKind.KICK, Actor.SERVER, NOW)))
        .isEqualTo(2);
    assertThat(count(new GroupLeft(APP, GROUP, USERS, LeaveKind.DELETE, Actor.SERVER, NOW)))
        .isEqualTo(-1);
  }

  /// `member_count`; -1 if there is none.
  private static JsonNode json(OfGroup event) {
    return JsonMapper.shared().readTree(GroupCallback.json(event));
  }

  private static int count(OfGroup event) {
    return JsonMapper.shared().readTree(GroupCallback.json(event)).path("member_count").asInt(-1);
  }

  /// Operation and payload of the callback; the envelope is the same for all.
  private static String told(OfGroup event) {
    JsonNode json = JsonMapper.shared().readTree(GroupCallback.json(event));
    assertThat(json.path("event").asString()).isEqualTo("group_op_event");
    assertThat(json.path("operator").asString()).isEqualTo("@ppAdmin");
    assertThat(json.path("id").asString()).isEqualTo("259794904612865");
    return json.path("operation").asString() + " " + json.path("payload");
  }
}
