package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weft.Installation;
import dev.weft.app.AgoraApp;
import dev.weft.app.AppKey;
import dev.weft.app.Credentials;
import dev.weft.e2e.ApiClient.Reply;
import io.agora.chat.ChatTokenBuilder2;
import io.agora.media.AccessToken2;
import io.agora.media.AccessToken2.PrivilegeChat;
import io.agora.media.AccessToken2.ServiceChat;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// An app in Agora's realm: paths by app id, tokens of the published builder.
class AgoraApiTest {

  private static final AgoraApp AGORA = new AgoraApp(AgoraApp.random(), AgoraApp.random());
  private static final AppKey KEY = new AppKey("agora", "chat");
  private static final Credentials CREDENTIALS = new Credentials("ci", "cs");

  @TempDir private Path data;
  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(data);
    try (Installation installation = server.installation()) {
      assertThat(installation.apps().create(KEY, CREDENTIALS, AGORA)).isPresent();
    }
    api = client().withToken(appToken());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private ApiClient client() {
    return ApiClient.stranger(server.url(), "app-id/" + AGORA.id());
  }

  private static String appToken() {
    return new ChatTokenBuilder2().buildAppToken(AGORA.id(), AGORA.certificate(), 3600);
  }

  private static String userToken(String user) {
    return new ChatTokenBuilder2().buildUserToken(AGORA.id(), AGORA.certificate(), user, 3600);
  }

  @Test
  void an_app_server_of_that_realm_finds_every_route_under_its_app_id() {
    api.users("ann", "ben");
    String group = api.group("ann", "ben");
    String message = api.text("ann", group, "hello");
    String thread = api.thread(group, message, "t", "ann");

    JsonNode shown = api.get("/thread/" + thread).ok();

    assertThat(shown.at("/data/id").stringValue()).isEqualTo(thread);
    assertThat(shown.has("organization")).isFalse();
    assertThat(shown.has("application")).isFalse();
    assertThat(shown.has("applicationName")).isFalse();
    assertThat(shown.get("uri").stringValue())
        .isEqualTo(server.url() + "/agora/chat/thread/" + thread);
    assertThat(shown.get("path").stringValue()).isEqualTo("/thread/" + thread);
    ApiClient byKey = ApiClient.stranger(server.url(), "agora/chat").withToken(appToken());
    assertThat(byKey.get("/thread/" + thread).ok().get("organization").stringValue())
        .isEqualTo("agora");
  }

  @Test
  void a_user_is_named_by_name_or_by_uuid() {
    String uuid =
        api.post("/users", "{\"username\":\"ann\",\"password\":\"1\"}")
            .ok()
            .at("/entities/0/uuid")
            .stringValue();
    String group = api.group("ann");

    for (String name : new String[] {"ann", "ANN", uuid}) {
      ApiClient ann = client().withToken(userToken(name));
      assertThat(ann.get("/threads/chatgroups/" + group).status()).as(name).isEqualTo(200);
      assertThat(ann.get("/users/ann").status()).isEqualTo(401);
    }
    assertThat(client().withToken(userToken("nobody")).get("/threads/user/nobody").status())
        .isEqualTo(401);
    api.post("/users/ann/deactivate", "").ok();
    assertThat(client().withToken(userToken("ann")).get("/threads/user/ann").status())
        .isEqualTo(401);
  }

  @Test
  void a_token_of_that_realm_is_exchanged_for_one_of_ours() {
    JsonNode granted =
        client().withToken(appToken()).post("/token", "{\"grant_type\":\"agora\"}").ok();
    assertThat(granted.get("expire_timestamp").longValue())
        .isGreaterThan(System.currentTimeMillis());
    assertThat(
            client().withToken(granted.get("access_token").stringValue()).get("/thread").status())
        .isEqualTo(200);

    api.users("ann");
    JsonNode user =
        client().withToken(userToken("ann")).post("/token", "{\"grant_type\":\"agora\"}").ok();
    ApiClient ann = client().withToken(user.get("access_token").stringValue());
    assertThat(ann.get("/threads/user/ann").status()).isEqualTo(200);
    assertThat(ann.get("/thread").status()).isEqualTo(401);
    assertThat(client().post("/token", "{\"grant_type\":\"agora\"}").status()).isEqualTo(401);
  }

  @Test
  void what_is_wrong_with_a_token_is_told_in_the_vendors_words() throws Exception {
    ChatTokenBuilder2 builder = new ChatTokenBuilder2();
    String forged = builder.buildAppToken(AGORA.id(), AgoraApp.random(), 3600);
    String foreign = builder.buildAppToken(AgoraApp.random(), AGORA.certificate(), 3600);
    AccessToken2 over = new AccessToken2(AGORA.id(), AGORA.certificate(), 3600);
    over.issueTs -= 3700;
    ServiceChat chat = new ServiceChat();
    chat.addPrivilegeChat(PrivilegeChat.PRIVILEGE_CHAT_APP, 3600);
    over.addService(chat);

    client()
        .withToken(forged)
        .get("/thread")
        .isError(401, "auth_bad_access_token", "Unable to authenticate");
    client()
        .withToken(foreign)
        .get("/thread")
        .isError(
            401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token");
    client()
        .withToken("007abc")
        .get("/thread")
        .isError(
            401, "auth_bad_access_token", "Unable to authenticate due to corrupt access token");
    client()
        .withToken(over.build())
        .get("/thread")
        .isError(401, "unauthorized", "Unable to authenticate due to expired access token");
  }

  @Test
  void an_unknown_app_id_is_not_found() {
    Reply reply =
        ApiClient.stranger(server.url(), "app-id/" + AgoraApp.random())
            .withToken(appToken())
            .get("/thread");

    assertThat(reply.error()).startsWith("404 organization_application_not_found");
  }

  @Test
  void revoking_reaches_the_running_server() {
    ApiClient ours = server.client();
    assertThat(ours.get("/thread").status()).isEqualTo(200);

    try (Installation installation = server.installation()) {
      assertThat(installation.apps().revokeTokens(RunningServer.APP)).isPresent();
    }

    await().until(() -> ours.get("/thread").status() == 401);
    ours.get("/thread")
        .isError(401, "unauthorized", "Unable to authenticate due to expired access token");
    assertThat(server.client().get("/thread").status()).isEqualTo(200);
  }

  @Test
  void guessing_is_slowed_down_for_the_user_it_is_about() {
    ApiClient ours = server.client().users("ann", "ben");
    String guess = "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"%s\"}";
    for (int i = 0; i < 10; i++) {
      assertThat(ours.post("/token", guess.formatted("ann", "wrong")).status()).isEqualTo(400);
    }

    ours.post("/token", guess.formatted("ann", "1"))
        .isError(429, "reach_limit", "This request has reached api limit.");
    ours.post("/token", guess.formatted("ben", "1")).ok();
  }
}
