package dev.weft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The examples of docs/STYLE.md are code that exists: each stands in the file that is named above
/// it, whatever its indentation.
class StyleGuideTest {

  private static final Path HOME = Path.of("..");

  /// The name of a file in a line of its own, an empty line, and the lines that are indented.
  private static final Pattern EXAMPLE =
      Pattern.compile("^`([^`\\s]+\\.java)`\\n\\n((?:(?: {4}.*)?\\n)+)", Pattern.MULTILINE);

  private static final Pattern BLOCK = Pattern.compile("(?:^ {4}.*\\n)+", Pattern.MULTILINE);

  /// @param file from the top of the repository
  private record Example(String file, String code) {}

  @TestFactory
  Stream<DynamicTest> every_example_is_code_that_exists() throws IOException {
    return examples(guide()).stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.file() + ": " + example.code().strip().lines().findFirst().orElse(""),
                    () -> assertExists(example)));
  }

  @Test
  void every_block_names_its_file() throws IOException {
    long blocks = BLOCK.matcher(guide().replace("\n\n    ", "\n    ")).results().count();

    assertThat(blocks).isPositive();
    assertThat(examples(guide())).hasSize((int) blocks);
  }

  private static String guide() throws IOException {
    return Files.readString(HOME.resolve("docs/STYLE.md"));
  }

  private static List<Example> examples(String guide) {
    List<Example> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(guide);
    while (matcher.find()) {
      examples.add(new Example(matcher.group(1), matcher.group(2)));
    }
    return examples;
  }

  /// The parts between the lines that stand for what is left out follow each other.
  private static void assertExists(Example example) throws IOException {
    String source = dense(Files.readString(HOME.resolve(example.file())));
    int from = 0;
    for (String part : example.code().split("(?m)^\\s*…$", -1)) {
      int found = source.indexOf(dense(part), from);
      assertThat(found).as("in %s:%n%s", example.file(), part).isNotNegative();
      from = found + 1;
    }
  }

  private static String dense(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
