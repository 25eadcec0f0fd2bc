package dev.weft.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The pictures of the console in the docs are those of the screens there are. They are made anew
/// by `ConsoleBrowserTest` with `-Dconsole.screenshots=docs/console`.
@Tag("slow")
class ConsolePicturesTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Path BROWSER = Path.of("..", "console", "test", "browser", "run.mjs");
  private static final Path RAIL = Path.of("..", "console", "src", "shell.tsx");

  @Test
  void every_screen_has_a_picture_in_both_themes_and_no_picture_is_left_over() throws IOException {
    Set<String> expected = new TreeSet<>(Set.of("login-light.png", "first-steps-light.png"));
    for (String screen : screens()) {
      expected.addAll(
          List.of(screen + "-light.png", screen + "-dark.png", screen + "-dark-narrow.png"));
    }

    try (Stream<Path> files = Files.list(DOCS.resolve("console"))) {
      assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void every_screen_of_the_rail_is_used_in_a_browser() throws IOException {
    String paths = block(Files.readString(BROWSER), "const SCREENS = {", "};");
    for (String screen : railScreens()) {
      assertThat(paths).contains("/" + screen);
    }
  }

  @Test
  void the_page_about_the_console_shows_only_pictures_that_exist() throws IOException {
    String page = Files.readString(DOCS.resolve("operating").resolve("console.md"));
    Matcher matcher = Pattern.compile("\\.\\./console/([a-z-]+\\.png)").matcher(page);
    List<String> named = matcher.results().map(result -> result.group(1)).toList();

    assertThat(named).isNotEmpty();
    assertThat(named)
        .allSatisfy(name -> assertThat(DOCS.resolve("console").resolve(name)).exists());
  }

  private static List<String> screens() throws IOException {
    String block = block(Files.readString(BROWSER), "const SCREENS = {", "};");
    return Pattern.compile("(?m)^ {2}'?([a-z-]+)'?:")
        .matcher(block)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  private static List<String> railScreens() throws IOException {
    String block = block(Files.readString(RAIL), "export const RAIL", "];\n\n");
    return Pattern.compile("'([a-z]+)'")
        .matcher(block.replaceAll("'nav\\.[a-z]+'", ""))
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  private static String block(String text, String begin, String end) {
    int from = text.indexOf(begin);
    assertThat(from).as(begin).isNotNegative();
    return text.substring(from, text.indexOf(end, from));
  }
}
