package dev.weft.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cli.Weft;
import dev.weft.cli.Weft.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
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

  private static String token(Result printed) {
    return json(printed.success()).path("token").asString();
  }

  @Test
  void adds_an_operator_whom_a_running_server_knows_at_once_and_forgets_at_once() {
    try (Weft server =
        Weft.serve(data, "--app", "acme#chat", "--client-id", "i", "--client-secret", "s")) {
      String token = token(operator("add", "ann", "--role", "admin", "--json"));
      assertThat(json(nodes(server.url(), token).success())).hasSize(1);

      String more = token(operator("token", "ann", "--json"));
      assertThat(json(nodes(server.url(), token).success())).hasSize(1);
      assertThat(json(nodes(server.url(), more).success())).hasSize(1);

      String fresh = token(operator("token", "ann", "--revoke", "--json"));
      assertThat(nodes(server.url(), token).sentence()).contains("token of an operator");
      assertThat(nodes(server.url(), more).sentence()).contains("token of an operator");
      assertThat(json(nodes(server.url(), fresh).success())).hasSize(1);

      operator("remove", "ann").success();
      assertThat(nodes(server.url(), fresh).sentence()).contains("token of an operator");

      Result beside = Weft.runHere("nodes", "acme#chat", "--json", "--data", data.toString());
      assertThat(json(beside.success())).hasSize(1);
    }
  }

  @Test
  void commands_for_operators_find_the_management_port() {
    String[] here = {"--data", data.toString()};
    try (Weft server =
        Weft.serve(
            Map.of("WEFT_SERVER_MANAGEMENT", "127.0.0.1:0"),
            data,
            "--app",
            "acme#chat",
            "--client-id",
            "i",
            "--client-secret",
            "s")) {
      Result nodes = Weft.runHere("nodes", "acme#chat", "--json", here[0], here[1]);
      Result top = Weft.runHere("top", "--once", "--json", here[0], here[1]);
      Result console = Weft.runHere("console", "--json", here[0], here[1]);
      Result rules = Weft.runHere("rule", "list", "acme#chat", "--json", here[0], here[1]);

      assertThat(json(nodes.success())).hasSize(1);
      assertThat(json(top.success()).path("store takes writes").asInt()).isEqualTo(1);
      assertThat(json(console.success()).path("url").asString())
          .startsWith("http://127.0.0.1:")
          .doesNotStartWith(server.url());
      assertThat(rules.success()).isEqualTo("[ ]");
    }
  }

  @Test
  void lists_operators_without_their_tokens() {
    Weft.runHere("app", "create", "acme#chat", "--data", data.toString()).success();
    String token = token(operator("add", "ann", "--json"));

    String listed = operator("list").success();

    assertThat(listed).contains("ann").contains("viewer").doesNotContain(token);
  }

  @Test
  void says_what_is_wrong() {
    Weft.runHere("app", "create", "acme#chat", "--data", data.toString()).success();
    operator("add", "ann").success();

    assertThat(operator("add", "ann").sentence()).contains("\"ann\" already");
    assertThat(operator("token", "bob").sentence()).contains("no operator named \"bob\"");
    assertThat(operator("add", "bob", "--role", "king").sentence()).contains("viewer");
  }
}
