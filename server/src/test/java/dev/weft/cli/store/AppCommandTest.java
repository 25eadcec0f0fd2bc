package dev.weft.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cli.Weft;
import dev.weft.cli.Weft.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class AppCommandTest {

  @TempDir private Path data;

  @Test
  void creates_an_app_that_a_running_server_knows_at_once() {
    try (Weft server = Weft.serve(data)) {
      JsonNode created = json(app("create", "acme#chat", "--json").success());

      Result rules =
          Weft.runHere(
              "rule",
              "list",
              "acme#chat",
              "--json",
              "--url",
              server.url(),
              "--client-id",
              created.path("client_id").asString(),
              "--client-secret",
              created.path("client_secret").asString());

      assertThat(rules.success()).isEqualTo("[ ]");
    }
  }

  @Test
  void creates_an_app_before_the_first_server() {
    String out = app("create", "acme#chat").success();

    assertThat(out).contains("acme#chat").contains("client id").contains("client secret");
  }

  @Test
  void takes_the_credentials_it_is_given() {
    String out =
        app("create", "acme#chat", "--client-id", "ci", "--client-secret", "s3cret").success();

    assertThat(out).contains("ci").contains("s3cret");
  }

  @Test
  void puts_an_app_into_agoras_realm() {
    JsonNode made = json(app("create", "acme#chat", "--app-id", "--json").success());
    String id = "0123456789abcdef0123456789ABCDEF";

    assertThat(made.path("app_id").asString()).matches("[0-9a-f]{32}");
    assertThat(made.path("app_certificate").asString()).matches("[0-9a-f]{32}");
    JsonNode given =
        json(
            app("create", "acme#b", "--app-id", id, "--app-certificate", "f".repeat(32), "--json")
                .success());
    assertThat(given.path("app_id").asString()).isEqualTo(id);
    assertThat(given.path("app_certificate").asString()).isEqualTo("f".repeat(32));
    assertThat(app("create", "acme#c", "--app-id", id).sentence()).contains("has its id");
    assertThat(app("create", "acme#c", "--app-id", "xyz").err()).contains("32 hexadecimal");
    assertThat(app("create", "app-id#c").err()).contains("no organization");
  }

  @Test
  void another_secret_and_revoking_void_the_tokens_of_a_running_server() {
    try (Weft server = Weft.serve(data)) {
      JsonNode made = json(app("create", "acme#chat", "--json").success());
      JsonNode rotated = json(app("rotate-secret", "acme#chat", "--json").success());

      assertThat(rotated.path("client_id")).isEqualTo(made.path("client_id"));
      assertThat(rotated.path("client_secret")).isNotEqualTo(made.path("client_secret"));
      assertThat(rules(server, made).sentence()).contains("client_secret does not match");
      assertThat(rules(server, rotated).success()).isEqualTo("[ ]");

      app("revoke-tokens", "acme#chat").success();

      assertThat(rules(server, rotated).success()).isEqualTo("[ ]");
      assertThat(app("revoke-tokens", "acme#none").sentence()).contains("there is no app");
      assertThat(app("rotate-secret", "acme#none").sentence()).contains("there is no app");
    }
  }

  private static Result rules(Weft server, JsonNode credentials) {
    return Weft.runHere(
        "rule",
        "list",
        "acme#chat",
        "--json",
        "--url",
        server.url(),
        "--client-id",
        credentials.path("client_id").asString(),
        "--client-secret",
        credentials.path("client_secret").asString());
  }

  @Test
  void does_not_touch_an_app_that_exists() {
    app("create", "acme#chat").success();
    String before = app("list", "--json").success();

    assertThat(app("create", "acme#chat").sentence()).contains("acme#chat exists already");
    assertThat(app("list", "--json").success()).isEqualTo(before);
  }

  @Test
  void lists_apps_without_their_secrets() {
    JsonNode created = json(app("create", "acme#chat", "--json").success());
    app("create", "acme#audit").success();

    JsonNode listed = json(app("list", "--json").success());

    assertThat(listed.valueStream().map(app -> app.path("app").asString()))
        .containsExactly("acme#audit", "acme#chat");
    assertThat(listed.toString())
        .contains(created.path("client_id").asString())
        .doesNotContain(created.path("client_secret").asString());
    assertThat(app("list").success().lines().toList())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("APP");
  }

  @Test
  void says_where_there_is_nothing_to_list() {
    assertThat(app("list").sentence()).contains(data.toString());
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void makes_a_data_folder_that_nobody_else_can_read() throws IOException {
    Path fresh = data.resolve("fresh");

    Weft.runHere("app", "create", "acme#chat", "--data", fresh.toString()).success();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
        .isEqualTo("rwx------");
  }

  @Test
  void refuses_what_is_no_app_key_as_wrong_usage() {
    Result result = app("create", "acme");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("\"acme\" is not an app key").contains("--help");
  }

  private Result app(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "app";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--data";
    all[all.length - 1] = data.toString();
    return Weft.runHere(all);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }
}
