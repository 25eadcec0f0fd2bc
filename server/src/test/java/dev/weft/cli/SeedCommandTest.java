package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file says what is to be there, and then it is.
@Tag("slow")
class SeedCommandTest {

  private static final String APP = "acme#chat";

  @TempDir private Path folder;
  private String data;
  private Path file;

  @BeforeEach
  void writeFile() throws IOException {
    data = folder.resolve("data").toString();
    file =
        Files.writeString(
            folder.resolve("seed.yaml"),
            """
            apps:
              - key: acme#chat
                clientId: ci
                clientSecret: s3cret
                users:
                  - ann
                  - {name: bob, password: "1", nickname: Bob}
                groups:
                  - id: "1001"
                    name: lunch
                    owner: ann
                    members: [bob]
                    threads:
                      - {name: noodles, owner: bob}
                rules:
                  - name: orders
                    url: https://orders.example.com/hook
                    events: [thread, message]
            """);
  }

  private String api(String method, String path, String field) {
    return Weft.runHere("api", APP, method, path, "--field", field, "--data", data).success();
  }

  @Test
  void makes_what_is_missing_and_nothing_the_second_time() {
    try (Weft _ = Weft.serve(Path.of(data))) {
      String first = Weft.runHere("seed", file.toString(), "--data", data).success();
      String again = Weft.runHere("seed", file.toString(), "--data", data).success();

      assertThat(first).containsPattern("acme#chat +5 +0");
      assertThat(again).containsPattern("acme#chat +0 +5");
      assertThat(api("GET", "/users/bob", "entities.0.nickname")).isEqualTo("Bob");
      assertThat(api("GET", "/chatgroups/1001", "data.0.affiliations_count")).isEqualTo("2");
      assertThat(api("GET", "/threads/chatgroups/1001", "entities.0.name")).isEqualTo("noodles");
      assertThat(api("GET", "/callbacks/rules/orders", "data.url"))
          .isEqualTo("https://orders.example.com/hook");
    }
  }

  @Test
  void adds_what_the_file_has_more_than_the_server() throws IOException {
    try (Weft _ = Weft.serve(Path.of(data))) {
      Weft.runHere("seed", file.toString(), "--data", data).success();
      Files.writeString(
          file,
          Files.readString(file)
              .replace("- ann\n", "- ann\n      - cat\n")
              .replace("[bob]", "[bob, cat]")
              .replace("/hook", "/other"));

      String more = Weft.runHere("seed", file.toString(), "--data", data).success();

      assertThat(more).containsPattern("acme#chat +2 +5");
      assertThat(api("GET", "/chatgroups/1001", "data.0.affiliations_count")).isEqualTo("3");
      assertThat(api("GET", "/callbacks/rules/orders", "data.url"))
          .isEqualTo("https://orders.example.com/other");
    }
  }

  @Test
  void the_server_does_it_when_it_starts() {
    Map<String, String> environment = Map.of("WEFT_SERVER_SEED", file.toString());
    try (Weft _ = Weft.serve(environment, Path.of(data))) {
      assertThat(
              org.awaitility.Awaitility.await()
                  .until(
                      () -> Weft.runHere("seed", file.toString(), "--data", data).success(),
                      out -> out.matches("(?s).*acme#chat +0 +5.*")))
          .isNotEmpty();
    }
  }

  @Test
  void says_in_one_sentence_what_is_wrong_with_a_file() throws IOException {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "apps:\n  - key: acme\n    clientId: a\n    clientSecret: b\n", "org#app",
                "apps:\n  - key: acme#chat\n", "clientId",
                "apps:\n  - kee: acme#chat\n", "kee",
                "apps: [", "cannot read")
            .entrySet()) {
      Files.writeString(file, wrong.getKey());
      assertThat(Weft.runHere("seed", file.toString(), "--data", data).sentence())
          .contains(wrong.getValue());
    }
  }
}
