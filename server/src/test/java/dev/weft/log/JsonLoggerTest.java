package dev.weft.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/// Fields come out of the constant message.
class JsonLoggerTest {

  private static Map<String, Object> line(String pattern, Object... arguments) {
    Map<String, Object> line = JsonLogger.line(Level.INFO, "dev.weft.X", pattern, arguments);
    line.remove("time");
    line.remove("level");
    line.remove("logger");
    return line;
  }

  @Test
  void what_stands_behind_an_equals_sign_is_a_field() {
    assertThat(line("attempt rule={} status={} reason=\"{}\"", "orders", 200, "all \"good\""))
        .isEqualTo(
            Map.of(
                "message", "attempt", "rule", "orders", "status", 200, "reason", "all \"good\""));
  }

  @Test
  void other_placeholders_stay_in_the_message() {
    assertThat(line("fsync is off at {}: lost={} {}", "db", true, "all"))
        .isEqualTo(Map.of("message", "fsync is off at db: all", "lost", true));
    assertThat(line("nothing to say")).isEqualTo(Map.of("message", "nothing to say"));
  }
}
