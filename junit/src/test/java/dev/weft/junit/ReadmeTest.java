package dev.weft.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The code in README.md stands here too, so that it compiles.
@SuppressWarnings("ClassCanBeStatic") // at the reader's, its classes are in no other
class ReadmeTest {

  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void shows_only_code_that_compiles() throws IOException {
    String source =
        squeezed(Files.readString(Path.of("src/test/java/dev/weft/junit/ReadmeTest.java")));
    List<String> snippets =
        SNIPPET
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map((MatchResult match) -> squeezed(match.group(1)))
            .toList();

    assertThat(snippets).hasSize(2).allSatisfy(snippet -> assertThat(source).contains(snippet));
  }

  /// The formatter breaks lines as it likes.
  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static final Archive archive = new Archive();

  /// The reader's own.
  static final class Archive {

    void trust(String secret) {
      assertThat(secret).isNotEmpty();
    }

    List<String> messages(String thread) {
      return List.of(thread);
    }

    List<Long> gaps() {
      return List.of();
    }

    URI url() {
      return URI.create("http://127.0.0.1:8090/callbacks");
    }
  }

  // Compiled, not run.

  @WeftTest
  class ArchiveTest {

    @Test
    void a_recalled_message_leaves_the_archive(Weft weft) {
      Rule rule = weft.deliverTo(URI.create("http://127.0.0.1:8090/callbacks"));
      archive.trust(rule.signingSecret());
      ChatThread thread = weft.group("alice", "bob").thread("alice", "lunch");

      Message message = thread.send("bob", "noodles?");
      message.recall();
      weft.awaitDelivered();

      assertThat(archive.messages(thread.id())).isEmpty();
    }
  }

  @WeftTest(vendor = true, seed = 42)
  class BadDayTest {

    @Test
    void the_archive_is_right_in_the_end(Weft weft) {
      weft.deliverTo(archive.url());
      weft.vendor().faults(Faults.BAD_DAY.withLoss(0.01).withAnswerWithin(Duration.ofMillis(200)));
      ChatThread thread = weft.group("alice", "bob").thread("alice", "lunch");
      thread.send("bob", "noodles?");
      weft.vendor().deliverAll();

      assertThat(archive.gaps()).hasSize(weft.vendor().dropped().size());
    }
  }
}
