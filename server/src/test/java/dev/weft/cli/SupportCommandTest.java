package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What operators look at: the file for support, the live view and logs as JSON.
@Tag("slow")
class SupportCommandTest {

  private static final String APP = "acme#chat";

  @TempDir private Path folder;

  private String data() {
    return folder.resolve("data").toString();
  }

  private Weft serve(Map<String, String> environment) {
    return Weft.serve(
        environment,
        Path.of(data()),
        "--app",
        APP,
        "--client-id",
        "ci",
        "--client-secret",
        "s3cr3t-app");
  }

  @Test
  void the_file_has_the_state_and_no_secret() throws IOException {
    Path zip = folder.resolve("support.zip");
    Path config =
        Files.writeString(
            folder.resolve("weft.yaml"),
            """
            alerts: {secret: whsec_c2VjcmV0, url: "https://hooks.example.com/s3cr3t"}
            server: {data: %s}
            """
                .formatted(data()));
    try (Weft _ = serve(Map.of())) {
      Weft.runHere("support", zip.toString(), "--config", config.toString()).success();
    }

    Map<String, String> parts = new TreeMap<>();
    try (ZipFile file = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : file.stream().toList()) {
        parts.put(
            entry.getName(),
            new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(parts)
        .containsOnlyKeys(
            "data.txt",
            "journal.txt",
            "metrics.txt",
            "readyz.txt",
            "server.txt",
            "settings.yaml",
            "versions.txt");
    assertThat(parts.get("readyz.txt")).startsWith("status 200");
    assertThat(parts.get("metrics.txt")).contains("weft_delivery_backlog");
    assertThat(parts.get("settings.yaml")).contains("secret: \"***\"").contains("url: \"***\"");
    assertThat(parts.get("versions.txt")).contains("weft ").contains("java.version 25");
    assertThat(parts.values())
        .noneMatch(text -> text.contains("s3cr3t") || text.contains("c2VjcmV0"));
    assertThat(Weft.runHere("support", zip.toString(), "--data", data()).exit()).isEqualTo(1);
  }

  @Test
  void top_shows_rates_and_what_waits() {
    try (Weft _ = serve(Map.of())) {
      JsonNode view =
          JsonMapper.shared()
              .readTree(Weft.runHere("top", "--once", "--json", "--data", data()).success());

      assertThat(view.get("store takes writes").doubleValue()).isEqualTo(1);
      assertThat(view.get("partitions").doubleValue()).isEqualTo(256);
      assertThat(view.get("backlog").doubleValue()).isZero();
      assertThat(view.has("calls/s")).isTrue();
    }
  }

  @Test
  void logs_are_json_if_wanted() {
    Weft.Result ended;
    try (Weft server = serve(Map.of("WEFT_LOG_FORMAT", "json", "WEFT_LOG_LEVEL", "debug"))) {
      Weft.runHere(
              "api",
              APP,
              "POST",
              "/users",
              "{\"username\":\"ann\",\"password\":\"1\"}",
              "--data",
              data())
          .success();
      ended = server.stop();
    }

    List<String> lines = ended.err().lines().filter(line -> !line.startsWith("Picked up")).toList();
    assertThat(lines).isNotEmpty();
    assertThat(lines)
        .allSatisfy(
            line -> {
              JsonNode json = JsonMapper.shared().readTree(line);
              assertThat(json.get("time").asString()).endsWith("Z");
              assertThat(json.get("level").asString()).isIn("DEBUG", "INFO", "WARN");
              assertThat(json.get("logger").asString()).isNotEmpty();
              assertThat(json.get("message").asString()).isNotEmpty();
            });
  }

  @Test
  void a_format_that_is_none_is_refused() {
    Weft.Result refused = Weft.run(Map.of("WEFT_LOG_FORMAT", "xml"), "serve", "--data", data());
    assertThat(refused.sentence()).contains("log.format");
  }
}
