package dev.weft.delivery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A backlog far larger than memory is delivered from the first moment on, in order.
///
/// The long form is a million callbacks in 512 MB: `-Dweft.backlog.rows=1000000`. It prints how
/// soon the first one left, how fast all did, and what was in memory.
@Tag("slow")
class BacklogTest {

  private static final int ROWS = Integer.getInteger("weft.backlog.rows", 10_000);
  private static final boolean LONG = ROWS > 100_000;

  /// The bodies alone would not fit.
  private static final String HEAP = LONG ? "-Xmx512m" : "-Xmx40m";

  private static final int BODY_BYTES = LONG ? 1_400 : 6_000;

  @TempDir private Path folder;

  @Test
  @Timeout(3_600)
  void drains_in_order_what_would_not_fit_into_the_heap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.log.dev.weft=error",
                "-cp",
                System.getProperty("java.class.path"),
                BacklogRun.class.getName(),
                folder.toString(),
                String.valueOf(ROWS),
                String.valueOf(ROWS / 10),
                String.valueOf(ROWS / 50),
                String.valueOf(BODY_BYTES))
            .redirectErrorStream(true)
            .start();
    try {
      List<String> said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      said.forEach(System.out::println);
      assertThat(process.waitFor()).as("%s", said).isZero();
      assertThat(said).anyMatch(line -> line.startsWith("drained "));
    } finally {
      process.destroyForcibly();
    }
  }
}
