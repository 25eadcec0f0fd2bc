package dev.weft.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.easemob.im.server.api.message.recall.RecallMessageSource;
import com.easemob.im.server.exception.EMNotFoundException;
import com.easemob.im.server.model.EMGroup;
import com.easemob.im.server.model.EMKeyValue;
import com.easemob.im.server.model.EMMessage;
import com.easemob.im.server.model.EMPage;
import com.easemob.im.server.model.EMRoom;
import com.easemob.im.server.model.EMTextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The vendor's Java server SDK, version 1, as its users call it.
class OfficialSdkTest extends SdkServer {

  @Test
  void users_are_made_read_listed_and_deleted() {
    users("alice");

    assertThat(done(sdk.user().get("alice")).getUsername()).isEqualTo("alice");
    assertThat(sdk.user().listAllUsers().collectList().block(PATIENCE)).contains("alice");
    sdk.user().updateUserPassword("alice", "other").block(PATIENCE);
    assertThat(sdk.token().getUserTokenWithInherit("alice")).isNotEmpty();
    assertThat(sdk.user().isUserOnline("alice").block(PATIENCE)).isFalse();
    sdk.user().forceLogoutAllDevices("alice").block(PATIENCE);
    sdk.user().delete("alice").block(PATIENCE);
    assertThatThrownBy(() -> sdk.user().get("alice").block(PATIENCE))
        .isInstanceOf(EMNotFoundException.class);
  }

  @Test
  void groups_are_made_changed_and_dissolved() {
    users("owner1", "member1", "member2");
    String group =
        done(
            sdk.group()
                .createPublicGroup(
                    "owner1", "name", "what it is for", List.of("member1"), 200, true));

    sdk.group().addGroupMember(group, "member2").block(PATIENCE);
    assertThat(sdk.group().listAllGroupMembers(group).collectList().block(PATIENCE))
        .contains("member1", "member2");
    sdk.group().updateGroup(group, change -> change.setName("another name")).block(PATIENCE);
    EMGroup changed = done(sdk.group().getGroup(group));
    assertThat(changed.getName()).isEqualTo("another name");
    assertThat(changed.getDescription()).isEqualTo("what it is for");
    assertThat(changed.getOwner()).isEqualTo("owner1");
    sdk.group().addGroupAdmin(group, "member1").block(PATIENCE);
    assertThat(sdk.group().listGroupAdmins(group).collectList().block(PATIENCE))
        .containsExactly("member1");
    sdk.group().removeGroupAdmin(group, "member1").block(PATIENCE);
    assertThat(sdk.group().listGroupsUserJoined("member2").collectList().block(PATIENCE))
        .contains(group);
    EMPage<String> page = done(sdk.group().listGroups(10, null));
    assertThat(page.getValues()).contains(group);
    sdk.group().removeGroupMember(group, "member2").block(PATIENCE);
    sdk.group().updateGroupOwner(group, "member1").block(PATIENCE);
    sdk.group().destroyGroup(group).block(PATIENCE);
    assertThatThrownBy(() -> sdk.group().getGroup(group).block(PATIENCE))
        .isInstanceOf(EMNotFoundException.class);
  }

  @Test
  void rooms_are_made_changed_and_dissolved() {
    users("roomowner", "visitor1", "visitor2");
    String room =
        done(
            sdk.room()
                .createRoom("name", "what it is for", "roomowner", List.of("visitor1"), 200, "c"));

    sdk.room().addRoomMember(room, "visitor2").block(PATIENCE);
    assertThat(sdk.room().listRoomMembersAll(room).collectList().block(PATIENCE))
        .containsExactlyInAnyOrder("visitor1", "visitor2");
    assertThat(sdk.room().listRoomMembersAllWithOwner(room).collectList().block(PATIENCE))
        .contains(Map.of("owner", "roomowner"), Map.of("member", "visitor1"));
    assertThat(done(sdk.room().listRoomMembers(room, 1, null)).getValues()).hasSize(1);
    sdk.room().updateRoom(room, change -> change.withName("another name")).block(PATIENCE);
    EMRoom changed = done(sdk.room().getRoom(room));
    assertThat(changed.name()).isEqualTo("another name");
    assertThat(changed.description()).isEqualTo("what it is for");
    assertThat(changed.owner()).isEqualTo("roomowner");
    assertThat(changed.custom()).isEqualTo("c");
    assertThat(changed.memberCount()).isEqualTo(3);
    sdk.room().promoteRoomAdmin(room, "visitor1").block(PATIENCE);
    assertThat(sdk.room().listRoomAdminsAll(room).collectList().block(PATIENCE))
        .containsExactly("visitor1");
    sdk.room().demoteRoomAdmin(room, "visitor1").block(PATIENCE);
    sdk.room().promoteRoomSuperAdmin("visitor1").block(PATIENCE);
    assertThat(sdk.room().listRoomSuperAdminsAll().collectList().block(PATIENCE))
        .contains("visitor1");
    sdk.room().demoteRoomSuperAdmin("visitor1").block(PATIENCE);
    sdk.room().updateRoomAnnouncement(room, "today").block(PATIENCE);
    assertThat(done(sdk.room().getRoomAnnouncement(room))).isEqualTo("today");
    assertThat(sdk.room().listRoomsUserJoined("visitor2").collectList().block(PATIENCE))
        .contains(room);
    assertThat(sdk.room().listRoomsAll().collectList().block(PATIENCE)).contains(room);
    assertThat(done(sdk.room().listRooms(10, null)).getValues()).contains(room);
    Map<String, String> sent =
        done(sdk.message()
                .send(
                    "visitor1",
                    "chatrooms",
                    Set.of(room),
                    new EMTextMessage().text("hello"),
                    Set.of(EMKeyValue.of("k", "v"))))
            .getMessageIdsByEntityId();
    assertThat(sent).containsKey(room);
    sdk.room().removeRoomMember(room, "visitor2").block(PATIENCE);
    sdk.room().assignRoom(room, "visitor1").block(PATIENCE);
    sdk.room().destroyRoom(room).block(PATIENCE);
    assertThatThrownBy(() -> sdk.room().getRoom(room).block(PATIENCE))
        .isInstanceOf(EMNotFoundException.class);
  }

  @Test
  void messages_are_sent_and_recalled() {
    users("sender1", "receiver1");
    String group =
        done(sdk.group().createPrivateGroup("sender1", "g", "d", List.of("receiver1"), 200, true));
    EMMessage text = new EMTextMessage().text("hello");

    Map<String, String> sent =
        done(sdk.message()
                .send(
                    "sender1", "chatgroups", Set.of(group), text, Set.of(EMKeyValue.of("k", "v"))))
            .getMessageIdsByEntityId();

    assertThat(sent).containsOnlyKeys(group);
    assertThat(
            done(sdk.message().send("sender1", "users", Set.of("receiver1"), text, Set.of()))
                .getMessageIdsByEntityId())
        .containsOnlyKeys("receiver1");
    sdk.message()
        .recallMessage(
            List.of(new RecallMessageSource(sent.get(group), "groupchat", "sender1", group, true)))
        .block(PATIENCE);
  }

  @Test
  void attachments_come_back_as_they_went(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("note.txt"), "what was said");

    var uploaded = done(sdk.attachment().uploadFile(file));
    Path copy = done(sdk.attachment().downloadFile(uploaded.getId(), folder, "copy.txt"));

    assertThat(copy).hasContent("what was said");
  }
}
