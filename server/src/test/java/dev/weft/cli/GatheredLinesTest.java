package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is logged reaches standard error soon, whole and in order.
class GatheredLinesTest {

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  @BeforeEach
  void replace() {
    System.setErr(new PrintStream(written, false, StandardCharsets.UTF_8));
  }

  @AfterEach
  void putBack() {
    System.setErr(before);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void a_line_is_written_by_itself() throws Exception {
    try (GatheredLines _ = GatheredLines.begin()) {
      for (String line : new String[] {"first\n", "first\nsecond ü\n"}) {
        System.err.print(line.substring(written().length()));
        System.err.flush();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!written().equals(line)) {
          assertThat(System.nanoTime()).isLessThan(deadline);
          Thread.onSpinWait();
        }
      }
    }
  }

  @Test
  void all_lines_are_written_in_order_at_the_end() throws Exception {
    StringBuilder expected = new StringBuilder();
    PrintStream held;
    try (GatheredLines _ = GatheredLines.begin()) {
      held = System.err;
      for (int i = 0; i < 5_000; i++) {
        String line = "line " + i + (i == 2_500 ? "x".repeat(200_000) : "") + "\n";
        held.print(line);
        expected.append(line);
      }
    }
    held.print("late\n");
    held.flush();

    assertThat(written()).isEqualTo(expected + "late\n");
  }

  @Test
  void what_is_logged_as_one_line_is_one_line() throws Exception {
    try (GatheredLines _ = GatheredLines.begin()) {
      System.err.println("path=/x\r\nFORGED \u001b[2Jred\u2028next\u202eback\u0085nel");
      new IllegalStateException("reason\nFORGED too", new IllegalArgumentException("a\nFORGED b"))
          .printStackTrace(System.err);
      System.err.println("y".repeat(1_000_000));
      System.err.println("中文 stays");
    }

    assertThat(written().lines())
        .contains("path=/x\\u000d\\u000aFORGED \\u001b[2Jred\\u2028next\\u202eback\\u0085nel")
        .contains("java.lang.IllegalStateException: reason\\u000aFORGED too")
        .contains("Caused by: java.lang.IllegalArgumentException: a\\u000aFORGED b")
        .contains("中文 stays")
        .anyMatch(line -> line.startsWith("\tat "))
        .noneMatch(line -> line.startsWith("FORGED"))
        .allMatch(line -> line.length() < 17_000);
  }
}
