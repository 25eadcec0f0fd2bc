package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.e2e.ApiClient.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The user endpoints, over a socket.
class UserApiTest {

  @TempDir Path folder;

  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
    api = server.client();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void registers_a_batch_and_names_who_is_taken() {
    register("user3");

    Reply reply = api.post("/users", Vectors.request("rest_user_register_batch"));

    Vectors.assertAnswers(reply, "rest_user_register_batch");
  }

  @Test
  void refuses_the_only_user_of_a_request_when_taken() {
    register("user1");
    String body = Vectors.request("rest_user_register_duplicate");

    Vectors.assertAnswers(api.post("/users", body), "rest_user_register_duplicate");
    Vectors.assertAnswers(
        api.post("/users", body.substring(1, body.length() - 1)), "rest_user_register_duplicate");
  }

  @Test
  void registers_one_user_whatever_the_case_of_the_name() {
    Reply reply = api.post("/users", "{\"username\":\"Alice\",\"password\":123456}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/entities/0/username").asString()).isEqualTo("alice");
    assertThat(reply.body().has("data")).isFalse();
    assertThat(api.get("/users/ALICE").at("/entities/0/username").asString()).isEqualTo("alice");
  }

  @Test
  void refuses_users_it_cannot_register() {
    assertThat(error("{\"username\":\"no blanks\",\"password\":\"1\"}"))
        .isEqualTo("400 illegal_argument: username no blanks is not legal");
    assertThat(error("{\"password\":\"1\"}")).startsWith("400 illegal_argument: username ");
    assertThat(error("{\"username\":\"" + "u".repeat(65) + "\",\"password\":\"1\"}"))
        .isEqualTo("400 illegal_argument: USERNAME_TOO_LONG");
    assertThat(error("{\"username\":\"u\"}"))
        .isEqualTo("400 illegal_argument: password or pin must provided");
    assertThat(error("{\"username\":\"u\",\"password\":\"\"}"))
        .isEqualTo("400 illegal_argument: password or pin must provided");
    assertThat(
            error(
                "{\"username\":\"u\",\"password\":\"1\",\"nickname\":\"" + "n".repeat(101) + "\"}"))
        .isEqualTo("400 illegal_argument: NICKNAME_TOO_LONG");
    assertThat(error("[{\"username\":\"u\",\"password\":\"1\"},{\"username\":\"u v\"}]"))
        .isEqualTo("400 illegal_argument: username u v is not legal");
    assertThat(api.get("/users/u").status()).isEqualTo(404);
  }

  @Test
  void refuses_bodies_that_hold_no_users() {
    for (String body : new String[] {"", "{", "7", "[]", "[7]", "{\"username\":{}}"}) {
      assertThat(error(body))
          .isEqualTo(
              "400 invalid_request_body: Request body is invalid. Please check body is correct.");
    }
  }

  @Test
  void refuses_more_users_than_sixty() {
    String sixtyOne =
        IntStream.range(0, 61)
            .mapToObj(i -> "{\"username\":\"u" + i + "\",\"password\":\"1\"}")
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(error(sixtyOne))
        .isEqualTo(
            "400 illegal_argument: Request body array size[61] had almost reached or been greater"
                + " than the upper range value[60]");
  }

  @Test
  void refuses_one_user_with_two_passwords() {
    String error =
        error(
            "[{\"username\":\"u\",\"password\":\"one\"},{\"username\":\"U\",\"password\":\"two\"}]");

    assertThat(error)
        .startsWith(
            "400 duplicate_unique_property_exists: the same user u has a different password")
        .doesNotContain("two");
  }

  @Test
  void lets_only_the_app_register() {
    String body = "{\"username\":\"u\",\"password\":\"1\"}";
    register("user1");
    String userToken = userToken("user1");

    assertThat(api.withToken(null).call("POST", "/users", body).error())
        .isEqualTo("401 unauthorized: registration is not open, please contact the app admin");
    assertThat(api.withToken(userToken).call("POST", "/users", body).error())
        .isEqualTo("401 auth_bad_access_token: Unable to authenticate due to corrupt access token");
  }

  @Test
  void shows_a_user() {
    api.post("/users", "{\"username\":\"user1\",\"password\":\"1\",\"nickname\":\"testuser\"}");

    Vectors.assertAnswers(api.get("/users/user1"), "rest_user_get");
    Vectors.assertAnswers(api.get("/users/nobody"), "rest_user_get_missing");
  }

  @Test
  void lists_users_page_by_page() {
    register("a", "b", "c");

    Reply first = api.get("/users?limit=2");
    Reply second = api.get("/users?limit=2&cursor=" + first.at("/cursor").asString());

    assertThat(first.at("/entities").findValuesAsString("username")).containsExactly("a", "b");
    assertThat(first.at("/count").intValue()).isEqualTo(2);
    assertThat(first.at("/params/limit/0").asString()).isEqualTo("2");
    assertThat(second.at("/entities").findValuesAsString("username")).containsExactly("c");
    assertThat(second.body().has("cursor")).isFalse();
  }

  @Test
  void shortens_pages_instead_of_refusing_them() {
    register(IntStream.range(0, 11).mapToObj(i -> "u" + i).toArray(String[]::new));

    assertThat(api.get("/users").at("/count").intValue()).isEqualTo(10);
    assertThat(api.get("/users?limit=100000").at("/count").intValue()).isEqualTo(11);
    assertThat(api.get("/users?limit=0").at("/count").intValue()).isEqualTo(1);
    assertThat(api.get("/users?limit=many").at("/count").intValue()).isEqualTo(10);
  }

  @Test
  void deletes_a_user() {
    register("user1");

    Reply deleted = api.delete("/users/user1");
    Reply again = api.delete("/users/user1");

    assertThat(deleted.at("/entities/0/username").asString()).isEqualTo("user1");
    assertThat(api.get("/users/user1").status()).isEqualTo(404);
    assertThat(again.error())
        .matches("400 management: User with id null does not exist in app [0-9a-f-]{36}");
  }

  @Test
  void deletes_users_page_by_page() {
    register("a", "b", "c");

    Reply first = api.delete("/users?limit=2");
    Reply second = api.delete("/users?limit=2&cursor=" + first.at("/cursor").asString());

    assertThat(first.at("/entities").findValuesAsString("username")).containsExactly("a", "b");
    assertThat(second.at("/entities").findValuesAsString("username")).containsExactly("c");
    assertThat(second.body().has("cursor")).isFalse();
    assertThat(api.get("/users").at("/count").intValue()).isZero();
  }

  @Test
  void changes_a_password_by_put_and_by_post() {
    register("user1");

    Reply put = api.put("/users/user1/password", "{\"newpassword\":\"second\"}");
    boolean afterPut = signIn("user1", "second").status() == 200;
    Reply post = api.post("/users/user1/password", "{\"newpassword\":\"third\"}");

    assertThat(put.at("/action").asString()).isEqualTo("set user password");
    assertThat(afterPut).isTrue();
    assertThat(post.status()).isEqualTo(200);
    assertThat(signIn("user1", "second").error()).isEqualTo("400 invalid_grant: invalid password");
    assertThat(api.put("/users/nobody/password", "{\"newpassword\":\"x\"}").error())
        .isEqualTo("404 entity_not_found: User null not found");
    assertThat(api.put("/users/user1/password", "{}").error())
        .isEqualTo("400 illegal_argument: newpassword is required");
  }

  @Test
  void deactivates_and_activates_a_user() {
    register("user1");

    Reply deactivated = api.post("/users/user1/deactivate", "");
    String refused = signIn("user1", "pw").error();
    Reply activated = api.post("/users/user1/activate", "");

    assertThat(deactivated.at("/action").asString()).isEqualTo("Deactivate user");
    assertThat(deactivated.at("/entities/0/activated").booleanValue()).isFalse();
    assertThat(refused).isEqualTo("400 invalid_grant: user not activated");
    assertThat(activated.at("/action").asString()).isEqualTo("activate user");
    assertThat(signIn("user1", "pw").status()).isEqualTo(200);
    assertThat(api.post("/users/nobody/deactivate", "").error())
        .isEqualTo("404 service_resource_not_found: Service resource not found");
  }

  @Test
  void signs_a_user_out() {
    register("user1");

    assertThat(api.get("/users/user1/disconnect").at("/data/result").booleanValue()).isTrue();
    assertThat(api.delete("/users/user1/disconnect/ios").at("/data/result").booleanValue())
        .isTrue();
    assertThat(api.get("/users/user1/disconnect/ios").at("/data/result").booleanValue()).isTrue();
    assertThat(api.get("/users/nobody/disconnect").status()).isEqualTo(404);
  }

  @Test
  void shows_users_as_offline() {
    register("user1");

    Reply one = api.get("/users/user1/status");
    Reply many = api.post("/users/batch/status", "{\"usernames\":[\"user1\",\"user2\"]}");

    assertThat(one.at("/data/user1").asString()).isEqualTo("offline");
    assertThat(many.at("/action").asString()).isEqualTo("get batch user status");
    assertThat(many.at("/data/0/user1").asString()).isEqualTo("offline");
    assertThat(many.at("/data/1/user2").asString()).isEqualTo("offline");
    assertThat(api.get("/users/nobody/status").status()).isEqualTo(404);
    assertThat(api.post("/users/batch/status", usernames(101)).error())
        .isEqualTo(
            "400 illegal_argument: request body exceeds maximum limit, maximum limit is 100");
  }

  @Test
  void shows_no_devices_and_nothing_waiting() {
    register("user1");

    assertThat(api.get("/users/user1/resources").at("/data").toString()).isEqualTo("[]");
    assertThat(api.get("/users/user1/offline_msg_count").at("/data/user1").intValue()).isZero();
    assertThat(api.get("/users/user1/offline_msg_status/17").at("/data/17").asString())
        .isEqualTo("undelivered");
  }

  @Test
  void gives_a_user_a_token_for_the_password() {
    api.post("/users", "{\"username\":\"user1\",\"password\":\"1\"}");

    Reply reply =
        api.withToken(null).call("POST", "/token", Vectors.request("rest_token_user_password"));

    Vectors.assertAnswers(reply, "rest_token_user_password");
    assertThat(signIn("nobody", "1").error()).isEqualTo("404 invalid_grant: user not found");
  }

  @Test
  void gives_a_user_a_token_on_the_word_of_the_app() {
    String body = Vectors.request("rest_token_user_inherit");

    Reply reply = api.post("/token", body);

    Vectors.assertAnswers(reply, "rest_token_user_inherit");
    assertThat(api.get("/users/test2333").status()).isEqualTo(200);
    assertThat(api.withToken(null).call("POST", "/token", body).status()).isEqualTo(401);
    assertThat(api.post("/token", "{\"grant_type\":\"inherit\",\"username\":\"stranger\"}").error())
        .isEqualTo("404 entity_not_found: User null not found");
  }

  private void register(String... names) {
    for (String name : names) {
      api.post("/users", "{\"username\":\"" + name + "\",\"password\":\"pw\"}");
    }
  }

  private Reply signIn(String name, String password) {
    String body =
        "{\"grant_type\":\"password\",\"username\":\"%s\",\"password\":\"%s\"}"
            .formatted(name, password);
    return api.withToken(null).call("POST", "/token", body);
  }

  private String userToken(String name) {
    return signIn(name, "pw").at("/access_token").asString();
  }

  private String error(String registration) {
    return api.post("/users", registration).error();
  }

  private static String usernames(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"u" + i + "\"")
        .collect(Collectors.joining(",", "{\"usernames\":[", "]}"));
  }
}
