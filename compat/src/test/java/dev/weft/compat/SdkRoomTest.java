package dev.weft.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.easemob.im.server.api.metadata.chatroom.AutoDelete;
import com.easemob.im.server.model.EMBlock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the vendor's Java server SDK, version 1, asks of chat rooms, and of messages moved in.
class SdkRoomTest extends SdkServer {

  private static String room(String owner, String... members) {
    users(owner);
    users(members);
    return done(sdk.room().createRoom("room", "d", owner, List.of(members), 200));
  }

  @Test
  void members_are_listed_with_the_owner() {
    String room = room("ro1", "rm1");

    assertThat(done(sdk.room().listRoomMembersWithOwner(room, 1, 10)))
        .containsExactlyInAnyOrder(Map.of("owner", "ro1"), Map.of("member", "rm1"));
  }

  @Test
  void members_are_kept_out_and_kept_quiet() {
    String room = room("ro2", "ra1", "ra2");

    sdk.block().blockUserSendMsgToRoom("ra1", room, Duration.ofMinutes(5)).block(PATIENCE);
    sdk.block().blockUserJoinRoom("ra2", room).block(PATIENCE);

    assertThat(
            sdk.block()
                .listUsersBlockedSendMsgToRoom(room)
                .map(EMBlock::getUsername)
                .collectList()
                .block(PATIENCE))
        .containsExactly("ra1");
    assertThat(
            sdk.block()
                .getUsersBlockedJoinRoom(room)
                .map(EMBlock::getUsername)
                .collectList()
                .block(PATIENCE))
        .containsExactly("ra2");
    sdk.block().unblockUserSendMsgToRoom("ra1", room).block(PATIENCE);
    sdk.block().unblockUserJoinRoom("ra2", room).block(PATIENCE);
    assertThat(sdk.block().listUsersBlockedSendMsgToRoom(room).collectList().block(PATIENCE))
        .isEmpty();
    assertThat(sdk.block().getUsersBlockedJoinRoom(room).collectList().block(PATIENCE)).isEmpty();
    sdk.block().blockAllUserSendMsgToRoom(room).block(PATIENCE);
    sdk.block().unblockAllUserSendMsgToRoom(room).block(PATIENCE);
  }

  @Test
  void attributes_are_set_listed_and_deleted() {
    String room = room("ro3", "rm3");
    var set =
        done(
            sdk.metadata()
                .setChatRoomMetadata(
                    "rm3", room, Map.of("topic", "tea", "seat", "3"), AutoDelete.NO_DELETE));
    assertThat(set.getSuccessKeys()).containsExactlyInAnyOrder("topic", "seat");

    assertThat(done(sdk.metadata().listChatRoomMetadataAll(room)).getMetadata())
        .containsOnly(Map.entry("topic", "tea"), Map.entry("seat", "3"));
    assertThat(done(sdk.metadata().listChatRoomMetadata(room, List.of("seat"))).getMetadata())
        .containsOnly(Map.entry("seat", "3"));

    var deleted = done(sdk.metadata().deleteChatRoomMetadata("rm3", room, List.of("seat")));
    assertThat(deleted.getSuccessKeys()).containsExactly("seat");
    assertThat(done(sdk.metadata().listChatRoomMetadataAll(room)).getMetadata())
        .containsOnly(Map.entry("topic", "tea"));
  }

  @Test
  void a_message_is_moved_in_step_by_step() {
    users("ri1", "ri2");

    String id =
        done(
            sdk.message()
                .importMessage()
                .from("ri1")
                .toUser("ri2")
                .text(text -> text.text("old"))
                .isAckRead(true)
                .msgTimestamp(1_600_000_000_000L)
                .needDownload(true)
                .importChatMessage());

    assertThat(id).matches("[0-9]{19}");
  }

  @Test
  void attributes_of_others_are_changed_by_force() {
    users("force1", "force2");
    String room = done(sdk.room().createRoom("n", "d", "force1", List.of("force2"), 200));
    done(
        sdk.metadata()
            .setChatRoomMetadata("force2", room, Map.of("seat", "3"), AutoDelete.NO_DELETE));

    var set =
        done(
            sdk.metadata()
                .setChatRoomMetadataForced(
                    "force1", room, Map.of("seat", "4"), AutoDelete.NO_DELETE));
    assertThat(set.getSuccessKeys()).containsExactly("seat");
    assertThat(done(sdk.metadata().listChatRoomMetadataAll(room)).getMetadata())
        .containsOnly(Map.entry("seat", "4"));

    var deleted = done(sdk.metadata().deleteChatRoomMetadataForced(room, List.of("seat")));
    assertThat(deleted.getSuccessKeys()).containsExactly("seat");
    assertThat(done(sdk.metadata().listChatRoomMetadataAll(room)).getMetadata()).isEmpty();
  }
}
