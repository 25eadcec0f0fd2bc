package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/faults.md says which test keeps each fault from coming back: each is there.
class FaultTableTest {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*\\|$", Pattern.MULTILINE);

  private static final Pattern TEST =
      Pattern.compile("`(?<class>[A-Z][A-Za-z0-9]+Test)(#(?<method>[a-z0-9_A-Z]+))?`");

  @Test
  void every_line_of_the_issue_has_a_row_with_a_test() throws IOException {
    List<Integer> lines = new ArrayList<>();
    Matcher row = ROW.matcher(page());
    while (row.find()) {
      lines.add(Integer.parseInt(row.group(1)));
      assertThat(TEST.matcher(row.group()).find()).as(row.group()).isTrue();
    }

    assertThat(lines).hasSizeGreaterThanOrEqualTo(44);
    assertThat(lines).isEqualTo(IntStream.rangeClosed(1, lines.size()).boxed().toList());
  }

  @Test
  void every_test_that_is_named_exists() throws IOException {
    Map<String, Path> sources = sources();
    List<String> missing = new ArrayList<>();
    Matcher test = TEST.matcher(page());
    int named = 0;
    while (test.find()) {
      named++;
      Path source = sources.get(test.group("class"));
      String method = test.group("method");
      if (source == null
          || (method != null
              && !Files.readString(source)
                  .matches("(?s).*(void|Stream<\\w+>) " + method + "\\(.*"))) {
        missing.add(test.group());
      }
    }

    assertThat(named).isGreaterThan(60);
    assertThat(missing).isEmpty();
  }

  private static String page() throws IOException {
    return Files.readString(HOME.resolve("docs/faults.md"));
  }

  private static Map<String, Path> sources() throws IOException {
    Map<String, Path> sources = new HashMap<>();
    for (String module :
        List.of("server", "receiver", "junit", "client", "spring-boot-starter", "sdk-test")) {
      Path folder = HOME.resolve(module).resolve("src/test/java");
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith("Test.java"))
              .forEach(
                  file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
        }
      }
    }
    return sources;
  }
}
