package dev.weft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

  @TempDir private Path folder;

  @Test
  void gives_medians_with_their_spread_and_says_what_failed() throws Exception {
    Report report = new Report(folder, List.of("a machine"));
    report.add(figures("netty", 1, 300));
    report.add(figures("netty", 2, 100));
    report.add(figures("netty", 3, 200));
    report.add(new Figures("A", "peer", "", 1, Map.of(), Optional.of("it does not start")));

    assertThat(Files.readString(folder.resolve("results.md")))
        .contains("- a machine")
        .contains("| netty | 200 (100...300) |")
        .contains("**failed**: peer, round 1: it does not start");
    JsonNode json = JsonMapper.shared().readTree(folder.resolve("results.json").toFile());
    assertThat(json.at("/rounds/1/values/RATE").asDouble()).isEqualTo(100);
    assertThat(json.at("/rounds/3/failure").asString("")).isEqualTo("it does not start");
    assertThat(Files.readString(folder.resolve("rate-A.svg"))).startsWith("<svg").contains(">200<");
  }

  private static Figures figures(String system, int round, double rate) {
    return new Figures("A", system, "", round, Map.of(Figure.RATE, rate), Optional.empty());
  }
}
