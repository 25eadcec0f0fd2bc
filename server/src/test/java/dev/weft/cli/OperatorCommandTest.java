package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cli.Weft.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OperatorCommandTest {

  @TempDir private Path data;

  private Result operator(String... arguments) {
    return Weft.runHere(
        Stream.of(List.of("operator"), List.of(arguments), List.of("--data", data.toString()))
            .flatMap(List::stream)
            .toArray(String[]::new));
  }

  private static Result nodes(String url, String token) {
    return Weft.runHere("nodes", "acme#chat", "--json", "--server", url, "--operator-token", token);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void adds_an_operator_whom_a_running_server_knows_at_once_and_forgets_at_once() {
    try (Weft server =
        Weft.serve(data, "--app", "acme#chat", "--client-id", "i", "--client-secret", "s")) {
      JsonNode added = json(operator("add", "ann", "--role", "admin", "--json").success());
      String token = added.path("token").asString();
      assertThat(added.path("role").asString()).isEqualTo("admin");
      assertThat(json(nodes(server.url(), token).success())).hasSize(1);

      String fresh = json(operator("token", "ann", "--json").success()).path("token").asString();
      assertThat(nodes(server.url(), token).sentence()).contains("token of an operator");
      assertThat(json(nodes(server.url(), fresh).success())).hasSize(1);

      operator("remove", "ann").success();
      assertThat(nodes(server.url(), fresh).sentence()).contains("token of an operator");

      Result beside = Weft.runHere("nodes", "acme#chat", "--json", "--data", data.toString());
      assertThat(json(beside.success())).hasSize(1);
    }
  }

  @Test
  void lists_operators_without_their_tokens() {
    Weft.runHere("app", "create", "acme#chat", "--data", data.toString()).success();
    String token = json(operator("add", "ann", "--json").success()).path("token").asString();

    String listed = operator("list").success();

    assertThat(listed).contains("ann").contains("viewer").doesNotContain(token);
  }

  @Test
  void says_what_is_wrong() {
    Weft.runHere("app", "create", "acme#chat", "--data", data.toString()).success();
    operator("add", "ann").success();

    assertThat(operator("add", "ann").sentence()).contains("ann exists already");
    assertThat(operator("remove", "bob").sentence()).contains("no operator bob");
    assertThat(operator("token", "bob").sentence()).contains("no operator bob");
    assertThat(operator("add", "b b").err()).contains("is no name");
    assertThat(operator("add", "bob", "--role", "king").err()).contains("is no role");
  }
}
