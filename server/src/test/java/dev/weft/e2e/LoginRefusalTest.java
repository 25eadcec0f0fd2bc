package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.msync.Command;
import dev.weft.msync.ErrorCode;
import dev.weft.msync.Jid;
import dev.weft.msync.MSync;
import dev.weft.msync.Provision;
import dev.weft.msync.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Logins that are refused, frame by frame (MSYNC contract, section 4): code and words decide what
/// a client does next.
@Timeout(120)
class LoginRefusalTest {

  private @TempDir Path data;
  private ClientFixture fixture;

  @BeforeEach
  void start() {
    fixture = ClientFixture.start(data, Map.of("gateway.connections", "1"), Clock.systemUTC());
    fixture.register("anna", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  private static final String APP = RunningServer.APP.toString();

  private static Provision ask(MSyncClient client, String app, String user, String auth) {
    return ask(
        client,
        MSync.newBuilder().setAuth(auth),
        Jid.newBuilder().setAppKey(app).setName(user).setClientResource("r").build(),
        Provision.newBuilder().setResource("r"));
  }

  private static Provision ask(
      MSyncClient client, MSync.Builder frame, Jid guid, Provision.Builder provision) {
    client.raw(
        frame
            .setGuid(guid)
            .setCommand(Command.PROVISION)
            .setPayload(provision.build().toByteString())
            .build()
            .toByteArray());
    return MSyncClient.parse(client.next(Command.PROVISION), Provision.parser());
  }

  private Status refused(String app, String user, String auth) {
    try (MSyncClient client = MSyncClient.connect(fixture.webSocket)) {
      return ask(client, app, user, auth).getStatus();
    }
  }

  private static void is(Status status, int code, String reason) {
    assertThat(status.getErrorCode()).isEqualTo(code);
    assertThat(status.getReason()).isEqualTo(reason);
  }

  @Test
  void each_has_its_code_and_its_words() {
    String token = "$t$" + fixture.tokenOf("anna");
    String mismatch = "Sorry, token or password does not match login info";

    is(refused(APP, "anna", "$t$nonsense"), ErrorCode.FAIL, mismatch);
    is(refused(APP, "anna", ""), ErrorCode.FAIL, mismatch);
    is(refused(APP, "ben", token), ErrorCode.FAIL, mismatch);
    is(refused(APP, "nobody", token), ErrorCode.FAIL, "Sorry, user not found");
    is(refused("no#app", "anna", token), ErrorCode.FAIL, "Sorry, app not found");
    assertThat(refused("no-app", "anna", token).getErrorCode())
        .isEqualTo(ErrorCode.WRONG_PARAMETER);
    assertThat(refused(APP, "", token).getErrorCode()).isEqualTo(ErrorCode.WRONG_PARAMETER);
  }

  @Test
  void a_refused_client_may_try_again_on_the_same_connection() {
    try (MSyncClient client = MSyncClient.connect(fixture.webSocket)) {
      assertThat(ask(client, APP, "anna", "$t$x").getStatus().getErrorCode()).isNotZero();

      Provision answer = ask(client, APP, "anna", "$t$" + fixture.tokenOf("anna"));

      assertThat(answer.getStatus().getErrorCode()).isZero();
      assertThat(answer.getResource()).isEqualTo("r");
    }
  }

  /// The UI kits lower-case the user before the login, whatever the app's server had the token for.
  @Test
  void a_token_that_was_had_in_capitals_is_one_of_the_user_in_small_letters() {
    fixture.register("Cleo");
    try (MSyncClient client = MSyncClient.connect(fixture.webSocket)) {
      Provision answer = ask(client, APP, "cleo", "$t$" + fixture.tokenOf("CLEO"));

      assertThat(answer.getStatus().getErrorCode()).isZero();
    }
  }

  @Test
  void beyond_the_most_connections_nobody_is_let_in() {
    try (MSyncClient first = MSyncClient.connect(fixture.webSocket)) {
      assertThat(first.logIn("anna", "r", fixture.tokenOf("anna")).getStatus().getErrorCode())
          .isZero();

      is(
          refused(APP, "ben", "$t$" + fixture.tokenOf("ben")),
          ErrorCode.PERMISSION_DENIED,
          "Sorry, the app online count limit");
    }
  }

  @Test
  void the_token_may_be_in_any_of_three_places() {
    Jid guid = Jid.newBuilder().setAppKey(APP).setName("anna").setClientResource("r").build();
    String token = fixture.tokenOf("anna");
    for (Provision.Builder provision :
        new Provision.Builder[] {
          Provision.newBuilder().setAuthToken("{\"token\":\"$t$" + token + "\"}"),
          Provision.newBuilder().setAuth("$t$" + token)
        }) {
      try (MSyncClient client = MSyncClient.connect(fixture.webSocket)) {
        Provision answer = ask(client, MSync.newBuilder(), guid, provision);
        assertThat(answer.getStatus().getErrorCode()).isZero();
        assertThat(answer.getResource()).as("the resource of the guid").isEqualTo("r");
      }
    }
  }
}
