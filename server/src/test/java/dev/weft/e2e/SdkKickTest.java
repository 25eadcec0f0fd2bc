package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A session ends when the account or the app's server says so, and the vendor's SDKs tell why
/// (MSYNC contract, sections 4 and 15).
@Timeout(120)
class SdkKickTest extends SdkTest {

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void another_password_puts_out(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    fixture.api.put("/users/anna/password", "{\"newpassword\":\"other\"}").ok();

    awaitError("anna", 216);
    requireServed("ben");
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_deleted_user_is_put_out(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    fixture.api.delete("/users/anna").ok();

    awaitError("anna", 207);
    requireServed("ben");
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void a_deactivated_user_is_put_out_and_not_let_in_again(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    fixture.api.post("/users/anna/deactivate", "").ok();

    // It is put out without a word, comes again, and is told then.
    assertThat(
            sdks.await("anna", "onError", data -> data.path("type").asInt() == 57)
                .data()
                .path("message")
                .asString())
        .isNotEmpty();
    requireServed("ben");
  }

  @ParameterizedTest
  @FieldSource("PACKAGES")
  void the_apps_server_puts_out(String sdk) {
    fixture.logIn(sdk, "anna", "ben");
    fixture.api.get("/users/anna/disconnect").ok();

    awaitError("anna", 217);
    requireServed("ben");
  }

  private void awaitError(String client, int type) {
    var error = sdks.await(client, "onError", data -> data.path("type").asInt() == type);
    assertThat(error.data().path("type").asInt()).isEqualTo(type);
    var _ = sdks.await(client, "onDisconnected");
    assertThat(fixture.api.get("/users/" + client + "/resources").body().path("data")).isEmpty();
  }

  private void requireServed(String client) {
    assertThat(sdks.of(client, "onDisconnected")).isEmpty();
    assertThat(fixture.textToUser(client, client, "to myself").path("serverMsgId").asString())
        .isNotEmpty();
  }
}
