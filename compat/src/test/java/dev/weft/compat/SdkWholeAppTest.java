package dev.weft.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.easemob.im.server.EMProperties;
import com.easemob.im.server.EMService;
import com.easemob.im.server.api.token.TokenApi;
import com.easemob.im.server.api.token.allocate.UserTokenRequest;
import com.easemob.im.server.exception.EMBadRequestException;
import com.easemob.im.server.exception.EMServiceUnavailableException;
import com.easemob.im.server.model.EMUser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the vendor's Java server SDK asks about a whole app: tokens, and an end of all users.
class SdkWholeAppTest extends SdkServer {

  @Test
  void a_token_of_a_user_is_had_by_password() {
    users("token1");
    EMUser user = done(sdk.user().get("token1"));

    assertThat(sdk.token().getUserToken(user, null, null, "password")).isNotEmpty();
    assertThat(
            done(TokenApi.fetchUserTokenWithEasemobRealm(
                    sdk.getContext(), UserTokenRequest.of("token1", "password")))
                .getValue())
        .isNotEmpty();
    assertThatThrownBy(() -> sdk.token().getUserToken(user, null, null, "another"))
        .isInstanceOf(EMBadRequestException.class);
  }

  /// `getUserToken` of this realm never asks: it refuses every user by an inverted condition of its
  /// own.
  @Test
  void in_the_realm_of_agora_a_token_is_made_by_the_client_and_taken_by_the_server() {
    users("agora1");
    EMService agora =
        new EMService(
            EMProperties.builder()
                .setRealm(EMProperties.Realm.AGORA_REALM)
                .setBaseUri(url())
                .setAppkey("easemob-demo#easeim")
                .setAppId(AGORA.id())
                .setAppCert(AGORA.certificate())
                .turnOffUserNameValidation()
                .build());

    assertThat(done(agora.user().get("agora1")).getUsername()).isEqualTo("agora1");
  }

  /// The vendor records what its moderation has judged; here the webhook of the app does that.
  @Test
  void records_of_moderation_are_a_service_that_is_not_open(@TempDir Path folder) {
    assertThatThrownBy(
            () -> sdk.moderation().export(1, 2, "users", "txt", "PASS", "PASS").block(PATIENCE))
        .isInstanceOf(EMServiceUnavailableException.class)
        .hasMessageContaining("service not open");
    assertThatThrownBy(() -> sdk.moderation().get(0, 10, "uuid").block(PATIENCE))
        .isInstanceOf(EMServiceUnavailableException.class)
        .hasMessageContaining("service not open");
    assertThatThrownBy(() -> sdk.moderation().download("uuid", folder, "file").block(PATIENCE))
        .isInstanceOf(EMServiceUnavailableException.class);
  }

  @Test
  void all_users_are_deleted() {
    users("all1", "all2", "all3");

    List<String> gone = sdk.user().deleteAll().collectList().block(PATIENCE);

    assertThat(gone).contains("all1", "all2", "all3");
    assertThat(sdk.user().listAllUsers().collectList().block(PATIENCE)).isEmpty();
  }
}
