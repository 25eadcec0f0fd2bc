package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The app's server takes away for good what a user has said.
class UserErasureTest {

  @TempDir private Path folder;
  private RunningServer server;
  private ApiClient api;
  private String group;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
    api = server.client().users("ann", "ben");
    group = api.group("ann", "ben");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void the_users_messages_files_and_attributes_are_gone_for_everybody() throws Exception {
    String said = api.text("ann", group, "my secret");
    String heard = api.text("ben", group, "my answer");
    String file = new FileClient(api).upload("photo".getBytes(StandardCharsets.UTF_8)).uuid();
    api.post(
            "/messages/users",
            """
            {"from":"ann","to":["ben"],"type":"img",
             "body":{"url":"http://any/org/app/chatfiles/%s","filename":"p.jpg"}}
            """
                .formatted(file))
        .ok();
    api.call("PUT", "/metadata/user/ann", "nickname=Ann").ok();
    api.put("/metadata/chatgroup/" + group + "/user/ann", "{\"metaData\":{\"nick\":\"Annie\"}}")
        .ok();

    try (Inbox inbox = Inbox.open()) {
      api.post(
              "/callbacks/rules",
              "{\"name\":\"all\",\"url\":\"%s\",\"events\":[\"message\",\"recall\",\"edit\"]}"
                  .formatted(inbox.url()))
          .ok();
      Reply erased = api.post("/rest/message/roaming/user/ann/delete/all", "");
      String after = api.text("ben", group, "and now?");

      assertThat(erased.at("/requestStatusCode").asString()).isEqualTo("ok");
      assertThat(erased.at("/data/erased_messages").intValue()).isEqualTo(2);
      assertThat(inbox.next().body()).as("nobody is called back").contains(after);
    }
    assertThat(conversation()).contains("my answer").doesNotContain("my secret").contains(heard);
    assertThat(api.put("/messages/rewrite/" + said, rewrite()).status()).isEqualTo(404);
    assertThat(new FileClient(api).download(file).status()).isEqualTo(404);
    assertThat(api.get("/metadata/user/ann").data().size()).isZero();
    assertThat(api.get("/metadata/chatgroup/" + group + "/user/ann").data().size()).isZero();
    assertThat(
            api.post("/rest/message/roaming/user/ann/delete/all", "")
                .at("/data/erased_messages")
                .intValue())
        .isZero();
  }

  @Test
  void a_user_who_hides_everything_takes_nothing_from_others() {
    api.text("ann", group, "my words");

    api.as("ann").post("/rest/message/roaming/user/ann/delete/all", "").ok();
    api.post("/sdk/message/roaming/user/ann/delete/all", "").ok();

    assertThat(conversation()).contains("my words");
  }

  private static String rewrite() {
    return "{\"new_msg\":{\"type\":\"txt\",\"msg\":\"x\"}}";
  }

  private String conversation() {
    return api.get("/conversations/" + group + "/messages?limit=20").ok().toString();
  }
}
