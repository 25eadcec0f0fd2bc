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

/// What users keep beside their messages, over a socket: settings for notifications, favorites,
/// contacts in bulk.
class AccountApiTest {

  private static final String NOT_FOUND =
      "404 service_resource_not_found: Service resource not found";

  @TempDir Path folder;

  private RunningServer server;
  private ApiClient api;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder);
    api = server.client().users("ann", "ben", "cleo");
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void a_nickname_is_changed_and_shown() {
    Reply changed = api.put("/users/ann", "{\"nickname\":\"安\"}");

    assertThat(changed.at("/entities/0/nickname").asString()).isEqualTo("安");
    assertThat(api.get("/users/ann").at("/entities/0/nickname").asString()).isEqualTo("安");
    assertThat(api.put("/users/ann", "{\"nickname\":\"" + "n".repeat(101) + "\"}").error())
        .isEqualTo("400 illegal_argument: NICKNAME_TOO_LONG");
    assertThat(api.put("/users/nobody", "{\"nickname\":\"x\"}").error()).isEqualTo(NOT_FOUND);
  }

  @Test
  void settings_of_notifications_are_kept_beside_the_nickname() {
    api.put("/users/ann", "{\"notification_display_style\":\"1\"}").ok();

    Reply quiet =
        api.put(
            "/users/ann",
            """
            {"notification_no_disturbing":true,"notification_no_disturbing_start":22,
             "notification_no_disturbing_end":7}
            """);

    assertThat(quiet.at("/entities/0/notification_display_style").intValue()).isEqualTo(1);
    assertThat(quiet.at("/entities/0/notification_no_disturbing").booleanValue()).isTrue();
    assertThat(quiet.at("/entities/0/notification_no_disturbing_start").intValue()).isEqualTo(22);
    assertThat(api.put("/users/ann", "{\"notification_no_disturbing_end\":25}").error())
        .isEqualTo("400 illegal_argument: parameters is invalid : notification_no_disturbing_end");
  }

  @Test
  void nicknames_of_several_users_are_changed_at_once() {
    Reply changed =
        api.put(
            "/push/nickname",
            """
            [{"username":"ann","push_nickname":"A"},{"username":"nobody","push_nickname":"N"}]
            """);

    assertThat(changed.at("/entities").toString())
        .contains("\"ann\"", "\"A\"")
        .doesNotContain("nobody");
    assertThat(api.get("/users/ann").at("/entities/0/nickname").asString()).isEqualTo("A");
    assertThat(api.put("/push/nickname", "[]").error())
        .isEqualTo("400 illegal_argument: put user push nicknames illegal empty request body");
    String many =
        IntStream.range(0, 51)
            .mapToObj(i -> "{\"username\":\"u" + i + "\",\"push_nickname\":\"n\"}")
            .collect(Collectors.joining(",", "[", "]"));
    assertThat(api.put("/push/nickname", many).error())
        .isEqualTo("400 illegal_argument: put user push nicknames exceeds the limit");
    String tooLong = "[{\"username\":\"ben\",\"push_nickname\":\"%s\"}]".formatted("n".repeat(101));
    assertThat(api.put("/push/nickname", tooLong).error())
        .isEqualTo("400 illegal_argument: ben push nickname length exceeds the limit");
  }

  @Test
  void a_device_is_bound_and_unbound() {
    bind("d1", "fcm", "t1").ok();
    bind("d1", "apns", "t2").ok();
    bind("d2", "fcm", "t3").ok();

    Reply again = bind("d1", "fcm", "t4");
    Reply all = api.get("/users/ann/push/binding");
    Reply unbound = bind("d1", "apns", "");
    Reply none = bind("d1", "", "");

    assertThat(again.at("/entities").size()).isEqualTo(2);
    assertThat(all.at("/entities").toString()).contains("t4", "t2", "t3").doesNotContain("t1");
    assertThat(unbound.at("/entities/0/device_token").asString()).isEqualTo("t4");
    assertThat(none.at("/entities").size()).isZero();
    assertThat(api.get("/users/ann/push/binding").at("/entities").size()).isEqualTo(1);
    assertThat(api.get("/users/nobody/push/binding").error()).isEqualTo(NOT_FOUND);
    assertThat(api.put("/users/ann/push/binding", "{}").error())
        .isEqualTo("400 illegal_argument: parameters is invalid : device_id");
  }

  private Reply bind(String device, String notifier, String token) {
    return api.put(
        "/users/ann/push/binding",
        "{\"device_id\":\"%s\",\"notifier_name\":\"%s\",\"device_token\":\"%s\"}"
            .formatted(device, notifier, token));
  }

  @Test
  void language_and_template_of_a_receiver_are_kept() {
    Reply unset = api.get("/users/ann/notification/language");

    api.put("/users/ann/notification/language", "{\"translationLanguage\":\"EU\"}").ok();
    api.put("/users/ann/notification/template", "{\"templateName\":\"short\"}").ok();

    assertThat(unset.data().size()).isZero();
    assertThat(api.get("/users/ann/notification/language").at("/data/language").asString())
        .isEqualTo("EU");
    assertThat(api.get("/users/ann/notification/template").at("/data/templateName").asString())
        .isEqualTo("short");
  }

  @Test
  void templates_are_made_changed_and_deleted() {
    Reply made =
        api.post(
            "/notification/template",
            "{\"name\":\"short\",\"title_pattern\":\"Hi {0}\",\"content_pattern\":\"{0}\"}");
    Reply changed =
        api.put(
            "/notification/template/short",
            "{\"title_pattern\":\"Ho {0}\",\"content_pattern\":\"{0}\"}");

    assertThat(made.at("/data/createAt").isIntegralNumber()).isTrue();
    assertThat(changed.at("/data/title_pattern").asString()).isEqualTo("Ho {0}");
    assertThat(changed.at("/data/createAt")).isEqualTo(made.at("/data/createAt"));
    assertThat(api.delete("/notification/template/short").at("/data/name").asString())
        .isEqualTo("short");
    assertThat(api.get("/notification/template/short").error())
        .isEqualTo("400 entity_not_found: short template is not exist");
    assertThat(api.post("/notification/template", "{\"name\":\"no!\"}").error())
        .isEqualTo("400 illegal_argument: parameters is invalid : name");
  }

  @Test
  void favorites_are_kept_paged_and_deleted() {
    for (int i = 1; i <= 3; i++) {
      api.post(
              "/collections",
              """
              {"username":"ann","collections":
               [{"id":"f%d","type":%d,"data":"d%d","ext":"","createdAt":%d}]}
              """
                  .formatted(i, i % 2, i, i * 1000))
          .ok();
    }

    assertThat(ids("")).isEqualTo("f3 f2 f1");
    assertThat(ids("?direction=asc&limit=2")).isEqualTo("f1 f2");
    assertThat(ids("?type=1")).isEqualTo("f3 f1");
    assertThat(ids("?begin_time=2000&end_time=2000")).isEqualTo("f2");
    assertThat(ids("?collection_id=f2")).isEqualTo("f2 f1");
    assertThat(ids("?collection_id=f2&direction=asc")).isEqualTo("f2 f3");
    Reply ext = api.put("/users/ann/collections/f1", "{\"ext\":\"tea\"}");
    assertThat(ext.at("/collection/ext").asString()).isEqualTo("tea");
    assertThat(ext.at("/collection/createdAt").longValue()).isEqualTo(1000);

    Reply missing =
        api.call("DELETE", "/users/ann/collections", "{\"collection_ids\":[\"f1\",\"f9\"]}");
    Reply deleted =
        api.call("DELETE", "/users/ann/collections", "{\"collection_ids\":[\"f1\",\"f2\"]}");

    assertThat(missing.error()).isEqualTo("400 illegal_argument: user collection not found");
    assertThat(deleted.at("/result").booleanValue()).isTrue();
    assertThat(ids("")).isEqualTo("f3");
  }

  @Test
  void favorites_refuse_what_is_out_of_bounds() {
    String path = "/users/ann/collections";

    assertThat(api.get(path + "?limit=201").error())
        .isEqualTo("400 illegal_argument: limit should be less than 200");
    assertThat(api.get(path + "?direction=up").error())
        .isEqualTo("400 illegal_argument: direction should be desc or asc");
    assertThat(api.get(path + "?collection_id=x").error())
        .isEqualTo("400 illegal_argument: user collection not found");
    assertThat(api.get("/users/a%20b/collections").error())
        .isEqualTo("400 illegal_argument: username a b is not legal");
    assertThat(api.post(path, "{\"type\":0,\"data\":\"" + "d".repeat(20_481) + "\"}").status())
        .isEqualTo(400);
    assertThat(api.post(path, "{\"data\":\"d\"}").status()).isEqualTo(400);
  }

  private String ids(String query) {
    return api.get("/users/ann/collections" + query)
        .ok()
        .get("collections")
        .valueStream()
        .map(each -> each.get("id").stringValue())
        .collect(Collectors.joining(" "));
  }

  @Test
  void contacts_are_imported_paged_and_checked() {
    Reply imported =
        api.post(
            "/users/ann/contacts/import", "{\"usernames\":[\"ben\",\"cleo\",\"nobody\",\"ann\"]}");
    api.put("/user/ann/contacts/users/ben", "{\"remark\":\"Benny\"}").ok();

    assertThat(imported.at("/status").asString()).isEqualTo("ok");
    assertThat(imported.at("/data/success").toString()).isEqualTo("[\"ben\",\"cleo\"]");
    assertThat(imported.at("/data/NotExistFailed").toString()).isEqualTo("[\"nobody\"]");
    assertThat(imported.at("/data/UnKnowFailed").toString()).isEqualTo("[\"ann\"]");
    for (String path : new String[] {"/user/ann/contacts", "/users/ann/contacts"}) {
      Reply first = api.get(path + "?limit=1&needReturnRemark=true");
      Reply second =
          api.get(path + "?limit=1&needReturnRemark=true&cursor=" + first.at("/cursor").asString());
      assertThat(first.at("/count").intValue()).as("of the page").isEqualTo(1);
      assertThat(first.at("/data/contacts/0/username").asString()).isEqualTo("cleo");
      assertThat(second.at("/data/contacts/0/remark").asString()).isEqualTo("Benny");
      assertThat(second.body().has("cursor")).isFalse();
    }
    assertThat(
            api.post(
                    "/contacts/check", "{\"username\":\"ann\",\"check_list\":[\"ben\",\"nobody\"]}")
                .at("/entities")
                .toString())
        .isEqualTo(
            "[{\"username\":\"ben\",\"relation\":\"friend\"},"
                + "{\"username\":\"nobody\",\"relation\":\"not_friend\"}]");
  }

  @Test
  void all_contacts_of_a_user_end_on_both_sides_and_blocks_stay() {
    api.post("/users/ann/contacts/import", "{\"usernames\":[\"ben\",\"cleo\"]}").ok();
    api.post("/users/ann/blocks/users", "{\"usernames\":[\"ben\"]}").ok();

    api.delete("/contacts/users/ann").ok();

    assertThat(api.get("/users/ann/contacts").at("/count").intValue()).isZero();
    assertThat(api.get("/users/ben/contacts").at("/count").intValue()).isZero();
    assertThat(
            api.post("/blocks/check", "{\"username\":\"ann\",\"check_list\":[\"ben\"]}")
                .at("/entities/0/relation")
                .asString())
        .isEqualTo("blacklist");
    assertThat(api.delete("/contacts/users/nobody").error()).isEqualTo(NOT_FOUND);
  }

  @Test
  void checks_and_imports_have_bounds() {
    assertThat(api.post("/contacts/check", "{\"check_list\":[\"ben\"]}").error())
        .isEqualTo("400 illegal_argument: username cannot be blank");
    assertThat(api.post("/blocks/check", "{\"username\":\"ann\",\"check_list\":[]}").error())
        .isEqualTo("400 illegal_argument: check_list size must be between 1 and 100");
    String eleven =
        IntStream.range(0, 11).mapToObj(i -> "\"u" + i + "\"").collect(Collectors.joining(","));
    assertThat(api.post("/users/ann/contacts/import", "{\"usernames\":[" + eleven + "]}").error())
        .isEqualTo("400 illegal_argument: request user over flow limit:10.");
    assertThat(api.post("/users/nobody/contacts/import", "{\"usernames\":[\"ann\"]}").error())
        .isEqualTo(NOT_FOUND);
  }

  @Test
  void what_a_user_kept_goes_with_the_user() {
    api.put("/users/ann", "{\"notification_display_style\":1}").ok();
    bind("d1", "fcm", "t1").ok();
    api.post("/users/ann/collections", "{\"id\":\"f1\",\"type\":0,\"data\":\"d\"}").ok();

    api.delete("/users/ann").ok();
    api.users("ann");

    assertThat(api.put("/users/ann", "{}").at("/entities/0").has("notification_display_style"))
        .isFalse();
    assertThat(api.get("/users/ann/push/binding").at("/entities").size()).isZero();
    assertThat(ids("")).isEmpty();
  }

  @Test
  void a_user_keeps_only_what_is_his_own() {
    String token =
        api.post("/token", "{\"grant_type\":\"inherit\",\"username\":\"ann\"}")
            .ok()
            .get("access_token")
            .stringValue();
    ApiClient ann = api.withToken(token);

    assertThat(ann.put("/users/ann", "{\"nickname\":\"A\"}").status()).isEqualTo(200);
    assertThat(ann.put("/users/ben", "{\"nickname\":\"B\"}").status()).isEqualTo(403);
    assertThat(ann.get("/users/ben/collections").status()).isEqualTo(403);
    assertThat(ann.get("/users/ben/contacts").status()).isEqualTo(403);
    assertThat(ann.delete("/contacts/users/ann").status()).isEqualTo(401);
  }
}
