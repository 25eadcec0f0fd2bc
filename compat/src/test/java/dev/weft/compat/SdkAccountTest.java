package dev.weft.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.easemob.im.server.api.mute.mute.MuteUserRequest;
import com.easemob.im.server.api.push.displaystyle.set.DisplayStyle;
import com.easemob.im.server.model.EMBlock;
import com.easemob.im.server.model.EMConversationType;
import com.easemob.im.server.model.EMNotificationType;
import com.easemob.im.server.model.EMUser;
import com.easemob.im.server.model.EMUserStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Users and what they keep, as the vendor's Java server SDK asks for it.
class SdkAccountTest extends SdkServer {

  @Test
  @SuppressWarnings("deprecation") // Servers still ask for tokens by password.
  void users_are_paged_and_their_tokens_and_presence_are_told() {
    users("p1", "p2");

    assertThat(done(sdk.user().listUsers(1, null)).getValues()).hasSize(1);
    assertThat(done(sdk.user().getToken("p1", "password")).getValue()).isNotEmpty();
    assertThat(done(sdk.token().getAppToken()).getValue()).isNotEmpty();
    List<EMUserStatus> statuses = done(sdk.user().isUsersOnline(List.of("p1", "p2")));
    assertThat(statuses).extracting(EMUserStatus::isOnline).containsOnly(false);
    sdk.user().forceLogoutOneDevice("p1", "android_1").block(PATIENCE);
  }

  @Test
  void attributes_of_users_are_kept() {
    users("a1", "a2");

    sdk.metadata().setMetadataToUser("a1", Map.of("nickname", "安", "ext", "x=1&y")).block(PATIENCE);

    assertThat(done(sdk.metadata().getMetadataFromUser("a1")).getData())
        .isEqualTo(Map.of("nickname", "安", "ext", "x=1&y"));
    assertThat(
            done(sdk.metadata().getMetadataFromUsers(List.of("a1", "a2"), List.of("nickname")))
                .getData())
        .containsEntry("a1", Map.of("nickname", "安"));
    assertThat(done(sdk.metadata().getUsage()).getBytesUsed()).isPositive();
    assertThat(done(sdk.metadata().deleteMetadataFromUser("a1"))).isTrue();
    assertThat(done(sdk.metadata().getMetadataFromUser("a1")).getData()).isEmpty();
  }

  @Test
  void contacts_and_block_lists_are_kept() {
    users("c1", "c2", "c3");

    sdk.contact().add("c1", "c2").block(PATIENCE);
    sdk.block().blockUserSendMsgToUser("c3", "c1").block(PATIENCE);

    assertThat(sdk.contact().list("c1").collectList().block(PATIENCE)).containsExactly("c2");
    assertThat(
            sdk.block()
                .getUsersBlockedFromSendMsgToUser("c1")
                .map(EMBlock::getUsername)
                .collectList()
                .block(PATIENCE))
        .containsExactly("c3");
    sdk.block().unblockUserSendMsgToUser("c3", "c1").block(PATIENCE);
    sdk.contact().remove("c1", "c2").block(PATIENCE);
    assertThat(sdk.contact().list("c1").collectList().block(PATIENCE)).isEmpty();
  }

  @Test
  void users_are_kept_from_logging_in() {
    users("l1");

    sdk.block().blockUserLogin("l1").block(PATIENCE);
    EMUser blocked = done(sdk.user().get("l1"));
    sdk.block().unblockUserLogin("l1").block(PATIENCE);

    assertThat(blocked.getCanLogin()).isFalse();
    assertThat(done(sdk.user().get("l1")).getCanLogin()).isTrue();
  }

  @Test
  void users_are_muted_in_the_whole_app() {
    users("m1");

    sdk.mute()
        .muteUser(MuteUserRequest.builder().username("m1").chat(-1).groupChat(100).build())
        .block(PATIENCE);

    assertThat(done(sdk.mute().detail("m1")).getChatMuteRemain()).isEqualTo(-1);
    assertThat(done(sdk.mute().detail("m1")).getGroupChatMuteRemain()).isBetween(90, 100);
    assertThat(done(sdk.mute().muteList()).getMuteData()).isNotNull();
  }

  @Test
  void settings_of_notifications_are_kept() {
    users("n1", "n2");

    assertThatCode(
            () -> {
              sdk.push().updateUserNickname("n1", "New").block(PATIENCE);
              sdk.push().setNotificationDisplayStyle("n1", DisplayStyle.DETAILS).block(PATIENCE);
              sdk.push().openNotificationNoDisturbing("n1", 22, 7).block(PATIENCE);
              sdk.push().closeNotificationNoDisturbing("n1").block(PATIENCE);
              sdk.push()
                  .offlineSetting(
                      "n1",
                      EMConversationType.USER,
                      "n2",
                      EMNotificationType.NONE,
                      "21:30-8:00",
                      86_400_000L)
                  .block(PATIENCE);
            })
        .doesNotThrowAnyException();
  }
}
