package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The words of docs/GLOSSARY.md are those of the code.
class GlossaryTest {

  private static final Path HOME = Path.of("..");
  private static final Path MAIN = Path.of("src/main/java/dev/weft");
  private static final Path TESTS = Path.of("src/test/java/dev/weft");

  /// The last column of a row, which names a class by its package in the server.
  private static final Pattern CLASS =
      Pattern.compile("\\| `([A-Za-z0-9.]+)` \\|$", Pattern.MULTILINE);

  private static final Pattern TERM = Pattern.compile("^\\| ([^|]+) \\|", Pattern.MULTILINE);

  /// Words that nobody could look up; the glossary has the terms that took their place.
  private static final Set<String> METAPHORS =
      Set.of(
          "Adoption",
          "Bell",
          "Bookkeeping",
          "Chores",
          "Departures",
          "Ears",
          "Gate",
          "Happening",
          "Hinge",
          "Journey",
          "Lookout",
          "Mouth",
          "Newcomer",
          "Place",
          "Pulse",
          "Shelf",
          "Sleeper",
          "Starter",
          "Sweeps",
          "Walk");

  @Test
  void every_class_in_the_glossary_exists() throws IOException {
    assertThat(found(CLASS))
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(MAIN.resolve(name.replace('.', '/') + ".java")).as(name).exists());
  }

  @Test
  void terms_are_in_order_and_each_is_there_once() throws IOException {
    List<String> terms = found(TERM).stream().skip(2).map(String::toLowerCase).toList();

    assertThat(terms).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void no_class_is_named_by_a_metaphor() throws IOException {
    try (Stream<Path> main = Files.walk(MAIN);
        Stream<Path> tests = Files.walk(TESTS)) {
      assertThat(Stream.concat(main, tests).map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".java"))
          .filteredOn(GlossaryTest::isMetaphor)
          .isEmpty();
    }
  }

  private static boolean isMetaphor(String file) {
    String name = file.substring(0, file.length() - ".java".length());
    return Arrays.stream(name.split("(?<=[a-z0-9])(?=[A-Z])", -1)).anyMatch(METAPHORS::contains);
  }

  private static List<String> found(Pattern pattern) throws IOException {
    String glossary = Files.readString(HOME.resolve("docs/GLOSSARY.md"));
    return pattern
        .matcher(glossary)
        .results()
        .map((MatchResult found) -> found.group(1))
        .collect(Collectors.toList());
  }
}
