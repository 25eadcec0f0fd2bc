package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.app.OperatorRole;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls about the whole installation are for operators.
class OperatorApiTest {

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(data);
    api = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void the_installation_is_shown_to_operators_alone() {
    String operator = server.operator("ann", OperatorRole.VIEWER);
    api.users("user1");
    String user =
        api.post(
                "/token", "{\"grant_type\":\"password\",\"username\":\"user1\",\"password\":\"1\"}")
            .ok()
            .get("access_token")
            .stringValue();

    assertThat(api.withToken(operator).get("/callbacks/nodes").data()).hasSize(1);
    for (String token : new String[] {null, user, "A".repeat(43)}) {
      assertThat(api.withToken(token).get("/callbacks/nodes").status())
          .isEqualTo(token == null ? 401 : 403);
    }
    assertThat(api.get("/callbacks/nodes").error())
        .startsWith("403 forbidden_op: ")
        .contains("weft operator add");
  }

  @Test
  void an_operators_token_opens_no_call_of_an_app() {
    String operator = server.operator("ann", OperatorRole.ADMIN);

    assertThat(api.withToken(operator).get("/thread").status()).isEqualTo(401);
    assertThat(api.withToken(operator).get("/callbacks/rules").status()).isEqualTo(401);
  }

  @Test
  void a_user_token_is_told_that_an_app_token_is_needed() {
    api.users("user1");
    String user =
        api.post(
                "/token", "{\"grant_type\":\"password\",\"username\":\"user1\",\"password\":\"1\"}")
            .ok()
            .get("access_token")
            .stringValue();

    ApiClient.Reply refused =
        api.withToken(user)
            .post(
                "/messages/users",
                "{\"to\":[\"user2\"],\"type\":\"txt\",\"body\":{\"msg\":\"hi\"}}");

    refused.isError(
        401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token");
    assertThat(refused.at("/hint").asString()).contains("needs an app token");
  }
}
