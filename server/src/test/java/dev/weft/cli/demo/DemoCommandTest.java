package dev.weft.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.cli.Weft;
import dev.weft.cli.Weft.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DemoCommandTest {

  private static final int COLUMNS = 80;

  @TempDir private Path data;

  @Test
  void shows_the_three_callbacks_and_ends_when_asked_for_once() {
    Result demo = Weft.run("demo", "--once");

    String out = demo.success();
    assertThat(out)
        .containsSubsequence("< send", "#1", "< modify", "#2", "< recall", "#3")
        .contains("\"operation\" : \"update_msg\"")
        .doesNotContain("WRONG")
        .doesNotContain("\033");
    assertThat(out.lines().filter(line -> line.startsWith("  < "))).hasSize(3);
    assertThat(out.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
    assertThat(folder(out)).doesNotExist();
  }

  @Test
  void shows_what_its_own_curl_commands_bring_about() throws Exception {
    try (Weft demo = Weft.start("demo", "--data", data.toString())) {
      demo.awaitLine("Ctrl-C ends the demo");

      assertThat(bash(commands(demo.out()))).isZero();

      demo.awaitLine("< send   #4");
      demo.awaitLine("< modify #5");
      demo.awaitLine("< recall #6");
      Result ended = demo.stop();
      assertThat(ended.exit()).isZero();
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void can_be_repeated_in_the_same_folder() {
    Weft.run("demo", "--once", "--data", data.toString()).success();

    assertThat(Weft.run("demo", "--once", "--data", data.toString()).success())
        .contains("< recall #3");
  }

  @Test
  void says_in_a_sentence_why_it_cannot_start() {
    try (Weft server = Weft.serve(data)) {
      String port = server.url().substring(server.url().lastIndexOf(':') + 1);

      assertThat(Weft.run("demo", "--once", "--port", port).sentence()).contains(port);
    }
  }

  @Test
  void says_what_the_ui_kits_need_where_node_is_missing() {
    Map<String, String> noNode = Map.of("PATH", data.toString(), "XDG_CACHE_HOME", data.toString());

    assertThat(Weft.run(noNode, "demo", "--ui").sentence())
        .contains("Node.js 20.19 or newer with npm", "there is none here", "leave out --ui");
  }

  @Test
  void knows_which_versions_of_node_are_new_enough() {
    assertThat(List.of("20.19.0", "20.20.2", "22.0.0", "30.1")).allMatch(UiKitPages::isNewEnough);
    assertThat(List.of("20.18.3", "18.20.0", "", "v22", "command not found"))
        .noneMatch(UiKitPages::isNewEnough);
  }

  private static Path folder(String out) {
    return Path.of(
        out.lines()
            .map(String::strip)
            .filter(line -> line.startsWith("data "))
            .map(line -> line.substring("data ".length()).strip())
            .findFirst()
            .orElseThrow());
  }

  /// The indented lines after the heading: what a user would paste, but for our own command.
  private static String commands(String out) {
    List<String> lines =
        out.substring(out.indexOf("Get a token:"))
            .lines()
            .filter(line -> line.startsWith("  ") && !line.contains("./weft"))
            .toList();
    return String.join("\n", lines);
  }

  private static int bash(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-euc", script)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
