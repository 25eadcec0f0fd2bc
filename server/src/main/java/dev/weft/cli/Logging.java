package dev.weft.cli;

import dev.weft.config.BadSettingException;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Sets the log level. It must be set before the first logger is made.
final class Logging {

  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug", "trace");

  /// Helidon writes by java.util.logging and greets at length; held here, because that library
  /// holds its loggers only weakly.
  private static final Logger HELIDON = Logger.getLogger("io.helidon");

  private Logging() {}

  static void level(String level) {
    if (!LEVELS.contains(level)) {
      throw new BadSettingException(
          "the setting \"log.level\" must be error, warn, info, debug or trace, not \""
              + level
              + "\"");
    }
    HELIDON.setLevel(Level.WARNING);
    System.setProperty("org.slf4j.simpleLogger.log.dev.weft", level);
  }
}
