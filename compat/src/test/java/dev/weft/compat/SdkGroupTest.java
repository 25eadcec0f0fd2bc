package dev.weft.compat;

import static org.assertj.core.api.Assertions.assertThat;

import com.easemob.im.server.model.EMBlock;
import com.easemob.im.server.model.EMGroup;
import com.easemob.im.server.model.EMRemoveMember;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Groups, their members and who may speak, as the vendor's Java server SDK asks for it.
class SdkGroupTest extends SdkServer {

  @Test
  void groups_are_listed_with_what_they_are() {
    users("o1", "g1");
    String group =
        done(sdk.group().createPublicGroup("o1", "name", "d", List.of("g1"), 200, true, "custom"));

    assertThat(sdk.group().listAllGroups().collectList().block(PATIENCE)).contains(group);
    assertThat(sdk.group().listAllGroupsWithInfo().collectList().block(PATIENCE)).isNotEmpty();
    assertThat(done(sdk.group().listGroupsWithInfo(10, null)).getValues()).isNotEmpty();
    assertThat(sdk.group().listGroupsUserJoinedWithInfo("g1").collectList().block(PATIENCE))
        .hasSize(1);
    assertThat(done(sdk.group().listGroupsUserJoinedWithInfo("g1", 0, 5))).hasSize(1);
    EMGroup found = done(sdk.group().getGroup(group));
    assertThat(found.getIsPublic()).isTrue();
    assertThat(found.getCustom()).isEqualTo("custom");
  }

  @Test
  void private_groups_know_who_may_invite() {
    users("o2", "g2");

    String group =
        done(
            sdk.group()
                .createPrivateGroup("o2", "name", "d", List.of("g2"), 200, true, true, false, ""));

    EMGroup found = done(sdk.group().getGroup(group));
    assertThat(found.getIsPublic()).isFalse();
    assertThat(found.getCanMemberInviteOthers()).isTrue();
  }

  @Test
  void announcements_are_kept() {
    users("o3");
    String group = done(sdk.group().createPublicGroup("o3", "n", "d", List.of(), 200, true));

    sdk.group().updateGroupAnnouncement(group, "茶 at five").block(PATIENCE);

    assertThat(done(sdk.group().getGroupAnnouncement(group))).isEqualTo("茶 at five");
  }

  @Test
  void members_come_and_go_in_batches() {
    users("o4", "x1", "x2", "x3");
    String group = done(sdk.group().createPublicGroup("o4", "n", "d", List.of(), 200, true));

    sdk.group().addGroupMembers(group, List.of("x1", "x2", "x3")).block(PATIENCE);
    assertThat(done(sdk.group().listGroupMembers(group, 2, null)).getValues()).hasSize(2);
    assertThat(sdk.group().listAllGroupMembers(group, "asc").collectList().block(PATIENCE))
        .contains("x1", "x2", "x3");
    List<EMRemoveMember> removed = done(sdk.group().removeGroupMembers(group, List.of("x1", "x2")));

    assertThat(removed).hasSize(2);
    assertThat(sdk.group().listAllGroupMembers(group).collectList().block(PATIENCE))
        .doesNotContain("x1", "x2");
    sdk.group().assignGroup(group, "x3").block(PATIENCE);
    assertThat(done(sdk.group().getGroup(group)).getOwner()).isEqualTo("x3");
  }

  @Test
  void members_are_kept_out_and_kept_quiet() {
    users("o5", "y1", "y2");
    String group =
        done(sdk.group().createPublicGroup("o5", "n", "d", List.of("y1", "y2"), 200, true));

    sdk.block().blockUserSendMsgToGroup("y1", group, Duration.ofMinutes(5)).block(PATIENCE);
    sdk.block().blockUserJoinGroup("y2", group).block(PATIENCE);

    assertThat(
            sdk.block()
                .getUsersBlockedSendMsgToGroup(group)
                .map(EMBlock::getUsername)
                .collectList()
                .block(PATIENCE))
        .containsExactly("y1");
    assertThat(
            sdk.block()
                .getUsersBlockedJoinGroup(group)
                .map(EMBlock::getUsername)
                .collectList()
                .block(PATIENCE))
        .containsExactly("y2");
    sdk.block().unblockUserSendMsgToGroup("y1", group).block(PATIENCE);
    sdk.block().unblockUserJoinGroup("y2", group).block(PATIENCE);
    assertThat(sdk.block().getUsersBlockedSendMsgToGroup(group).collectList().block(PATIENCE))
        .isEmpty();
  }
}
